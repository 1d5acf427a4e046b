package org.mammoclip.mammoclip.factor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The sentence lists, and how they become one direction. */
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

    @Test
    void massHas486SentencesAndCalcification810Combinations() {
        assertThat(AttributeSentences.mass())
                .hasSize(486)
                .startsWith("there is a suspicious mass in the upper left breast at anterior depth")
                .endsWith("there is a new mass in the subareolar right breast at posterior depth")
                .contains("there is a indeterminant mass in the upper outer right breast at mid depth");
        List<String> calcification = AttributeSentences.suspiciousCalcification();
        assertThat(calcification)
                .hasSize(810)
                .startsWith("there are suspicious new calcifications in the upper left breast at anterior depth")
                .contains("there are questionable linear calcifications in the lower inner left breast at mid depth");
        assertThat(new HashSet<>(AttributeSentences.mass())).hasSize(486);
        assertThat(new HashSet<>(calcification)).hasSize(810);
    }
}
