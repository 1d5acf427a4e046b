package org.mammoclip.mammoclip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrecisionTest {

    @ParameterizedTest
    @CsvSource({"auto, AUTO", "float32, FLOAT32", "float16, FLOAT16"})
    void namesAreParsed(String text, Precision expected) {
        assertThat(Precision.parse(text)).isEqualTo(expected);
    }

    /** bfloat16 would end the whole process inside the engine. */
    @ParameterizedTest
    @ValueSource(strings = {"bfloat16", "half", "FLOAT16", ""})
    void anythingElseIsRefusedWithWhatIsAccepted(String text) {
        assertThatThrownBy(() -> Precision.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("auto, float32 or float16");
    }

    @Test
    void float16IsForGpusOnly() {
        assertThat(Precision.AUTO.half(true)).isTrue();
        assertThat(Precision.AUTO.half(false)).isFalse();
        assertThat(Precision.FLOAT32.half(true)).isFalse();
        assertThat(Precision.FLOAT16.half(true)).isTrue();
        ModelOptions options = new ModelOptions(ComputeDevice.CPU, FindingSet.DEFAULT, Precision.FLOAT16);
        assertThatThrownBy(() -> MammoClip.open(MammoClip.BUILTIN_DEMO, options))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("needs a CUDA device");
    }
}
