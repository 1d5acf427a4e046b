package org.mammoclip.mammoclip.zeroshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.mammoclip.mammoclip.golden.GoldenFile;

class ZeroShotTest {

    @Test
    void scoreIsTheReferencesSoftmaxOfRawCosines() {
        JsonNode similarity = GoldenFile.read("text-b2.json").root().get("similarity");
        for (int image = 0; image < 2; image++) {
            JsonNode cosine = similarity.get("cosine").get(image);
            for (int pair = 0; pair < 4; pair += 2) {
                String key = "zero_shot_softmax_of_cosine_prompts_" + pair + "_" + (pair + 1);
                double score = ZeroShotScore.ofCosines(
                        cosine.get(pair).asDouble(), cosine.get(pair + 1).asDouble());
                assertThat(score)
                        .isCloseTo(similarity.get(key).get(image).get(1).asDouble(), within(1e-7));
            }
        }
    }

    @Test
    void scoreLiesBetweenTheSoftmaxOfTheExtremes() {
        assertThat(ZeroShotScore.ofCosines(1, -1)).isCloseTo(0.1192, within(1e-4));
        assertThat(ZeroShotScore.ofCosines(-1, 1)).isCloseTo(0.8808, within(1e-4));
        assertThat(ZeroShotScore.ofCosines(0.3, 0.3)).isEqualTo(0.5);
    }

    @Test
    void mapCutsNegativeEvidenceAndScalesTheRest() {
        assertThat(LinearActivationMap.scale(new float[] {-3, 0, 1, 4})).containsExactly(0, 0, 0.25f, 1);
        assertThat(LinearActivationMap.scale(new float[] {2, 3, 4})).containsExactly(0, 0.5f, 1);
    }

    @Test
    void mapWithoutPositiveOrWithoutContrastIsAllZero() {
        assertThat(LinearActivationMap.scale(new float[] {-3, -1})).containsExactly(0, 0);
        assertThat(LinearActivationMap.scale(new float[] {2, 2})).containsExactly(0, 0);
    }
}
