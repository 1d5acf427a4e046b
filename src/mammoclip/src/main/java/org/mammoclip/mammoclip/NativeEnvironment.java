package org.mammoclip.mammoclip;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The process environment the native engine needs to be fast. The variables are read by the C library and OpenMP when the
 * process starts, so the JVM cannot set them for itself: launchers must.
 *
 * <p>Without them a forward pass takes about two to six times longer: each activation is a block of tens of megabytes that
 * malloc returns to the kernel and gets back page by page, and idle OpenMP threads spin against the working ones.
 */
public final class NativeEnvironment {
    private static final long MIN_TRIM_THRESHOLD = 1L << 30;
    private static final long MIN_TOP_PAD = 1L << 20;

    private NativeEnvironment() {}

    /** What is missing in this process; empty if nothing is. Each line names the variable and a value that works. */
    public static List<String> warnings() {
        return warnings(System.getenv());
    }

    /** As {@link #warnings()} for a given environment. */
    static List<String> warnings(Map<String, String> environment) {
        List<String> warnings = new ArrayList<>();
        boolean otherAllocator = environment.getOrDefault("LD_PRELOAD", "").contains("tcmalloc");
        if (!otherAllocator) {
            if (!environment.getOrDefault("MALLOC_ARENA_MAX", "").equals("1")) {
                warnings.add("MALLOC_ARENA_MAX is not 1: large blocks are not reused between threads");
            }
            if (!environment.getOrDefault("MALLOC_MMAP_MAX_", "").equals("0")) {
                warnings.add("MALLOC_MMAP_MAX_ is not 0: each activation is mapped and unmapped anew");
            }
            if (number(environment, "MALLOC_TRIM_THRESHOLD_") < MIN_TRIM_THRESHOLD) {
                warnings.add(
                        "MALLOC_TRIM_THRESHOLD_ is not large (17179869184): freed activations go back to the kernel");
            }
            if (number(environment, "MALLOC_TOP_PAD_") < MIN_TOP_PAD) {
                warnings.add("MALLOC_TOP_PAD_ is not large (67108864): the heap grows in small steps");
            }
        }
        if (!environment.getOrDefault("OMP_WAIT_POLICY", "").equalsIgnoreCase("PASSIVE")) {
            warnings.add("OMP_WAIT_POLICY is not PASSIVE: idle threads spin and take cores from the working ones");
        }
        return List.copyOf(warnings);
    }

    private static long number(Map<String, String> environment, String name) {
        String text = environment.getOrDefault(name, "");
        return text.matches("\\d{1,18}") ? Long.parseLong(text) : 0;
    }
}
