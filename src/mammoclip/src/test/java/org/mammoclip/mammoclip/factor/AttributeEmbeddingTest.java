package org.mammoclip.mammoclip.factor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

/** How sentences become one direction. */
class AttributeEmbeddingTest {

    @Test
    void longerProjectionsWeighMoreBecauseTheyAreAveragedBeforeNormalising() {
        float[] embedding = AttributeEmbedding.of(new float[][] {{6, 0}, {0, 8}});
        assertThat(embedding).containsExactly(0.6f, 0.8f);
    }

    @Test
    void oneSentenceGivesItsOwnDirection() {
        assertThat(AttributeEmbedding.of(new float[][] {{0, -3, 4}})).containsExactly(0, -0.6f, 0.8f);
    }

    @Test
    void refusesWhatHasNoDirection() {
        assertThatIllegalArgumentException().isThrownBy(() -> AttributeEmbedding.of(new float[0][]));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AttributeEmbedding.of(new float[][] {{1, 2}, {1, 2, 3}}))
                .withMessageContaining("2 and 3");
        float[][][] bad = {{{1, 2}, {-1, -2}}, {{Float.NaN, 1}}, {{Float.POSITIVE_INFINITY, 1}}};
        for (float[][] projected : bad) {
            assertThatExceptionOfType(ArithmeticException.class)
                    .isThrownBy(() -> AttributeEmbedding.of(projected))
                    .withMessageContaining("no direction");
        }
    }
}
