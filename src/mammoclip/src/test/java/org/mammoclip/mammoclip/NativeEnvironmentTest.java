package org.mammoclip.mammoclip;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NativeEnvironmentTest {
    private static final Map<String, String> COMPLETE = Map.of(
            "MALLOC_ARENA_MAX", "1",
            "MALLOC_MMAP_MAX_", "0",
            "MALLOC_TRIM_THRESHOLD_", "17179869184",
            "MALLOC_TOP_PAD_", "67108864",
            "OMP_WAIT_POLICY", "PASSIVE");

    @Test
    void aCompleteEnvironmentHasNoWarning() {
        assertThat(NativeEnvironment.warnings(COMPLETE)).isEmpty();
    }

    @Test
    void eachMissingVariableIsNamed() {
        assertThat(NativeEnvironment.warnings(Map.of())).hasSize(5);
        for (String name : COMPLETE.keySet()) {
            Map<String, String> incomplete = new HashMap<>(COMPLETE);
            incomplete.remove(name);
            assertThat(NativeEnvironment.warnings(incomplete))
                    .singleElement()
                    .asString()
                    .startsWith(name + " ");
            incomplete.put(name, name.equals("MALLOC_MMAP_MAX_") ? "1" : "0");
            assertThat(NativeEnvironment.warnings(incomplete))
                    .singleElement()
                    .asString()
                    .startsWith(name + " ");
        }
    }

    @Test
    void aPreloadedAllocatorReplacesTheMallocVariables() {
        List<String> warnings = NativeEnvironment.warnings(Map.of("LD_PRELOAD", "/usr/lib/libtcmalloc_minimal.so.4"));
        assertThat(warnings).singleElement().asString().startsWith("OMP_WAIT_POLICY");
    }

    @Test
    void theTestsThemselvesRunInACompleteEnvironment() {
        assertThat(NativeEnvironment.warnings()).isEmpty();
    }
}
