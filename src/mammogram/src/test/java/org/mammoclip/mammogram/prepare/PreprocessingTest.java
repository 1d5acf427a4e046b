package org.mammoclip.mammogram.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PreprocessingTest {
    @Test
    void isFoundByItsVersionAndNoOther() {
        assertThat(Preprocessing.ofVersion("mammo-clip-minmax-1")).contains(Preprocessing.REFERENCE_MIN_MAX);
        assertThat(Preprocessing.ofVersion("mammo-clip-voi-1")).contains(Preprocessing.VOI);
        assertThat(Preprocessing.ofVersion("mammo-clip-voi-2")).isEmpty();
    }
}
