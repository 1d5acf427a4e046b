package org.mammoclip.mammoclip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The facade's plain types are valid or absent. */
class ModelValuesTest {
    private static final FindingPrompt MASS = new FindingPrompt("mass", "Mass", "no mass", "mass", 0.5);

    @Test
    void defaultFindingsAreTheReferencePrompts() {
        assertThat(FindingSet.DEFAULT.findings())
                .extracting(FindingPrompt::key, FindingPrompt::negative, FindingPrompt::positive)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("mass", "no mass", "mass"),
                        org.assertj.core.groups.Tuple.tuple(
                                "suspicious_calcification", "no suspicious calcification", "suspicious calcification"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Mass", "1mass", "mass calc", "../x", "m\n"})
    void aFindingKeyIsAPlainWord(String key) {
        assertThatIllegalArgumentException().isThrownBy(() -> new FindingPrompt(key, "Mass", "no mass", "mass", 0.5));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1, -0.1, 1.1, Double.NaN})
    void aThresholdLiesBetweenZeroAndOne(double threshold) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FindingPrompt("mass", "Mass", "no mass", "mass", threshold));
    }

    @Test
    void aFindingSetIsNamedNotEmptyDistinctAndBounded() {
        assertThatIllegalArgumentException().isThrownBy(() -> new FindingSet(" ", List.of(MASS)));
        assertThatIllegalArgumentException().isThrownBy(() -> new FindingSet("1", List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> new FindingSet("1", List.of(MASS, MASS)));
        assertThatIllegalArgumentException().isThrownBy(() -> new FindingSet("1", Collections.nCopies(33, MASS)));
    }

    @Test
    void presentMeansAtLeastTheThreshold() {
        AttributionMap map =
                new AttributionMap(new RasterSize(1, 1), new float[1], AttributionMethod.LINEAR_ACTIVATION);
        assertThat(new FindingResult(MASS, 0.5, 0, 0, map).present()).isTrue();
        assertThat(new FindingResult(MASS, Math.nextDown(0.5), 0, 0, map).present())
                .isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> new FindingResult(MASS, Double.NaN, 0, 0, map));
        assertThatIllegalArgumentException().isThrownBy(() -> new FindingResult(MASS, 0.5, 1.1, 0, map));
    }

    @Test
    void anAttributionMapHoldsItsGridAndCopiesItsValues() {
        float[] values = {0, 0.25f, 0.5f, 1, 0, 0};
        AttributionMap map = new AttributionMap(new RasterSize(2, 3), values, AttributionMethod.LINEAR_ACTIVATION);
        values[0] = 1;
        map.toArray()[1] = 1;
        assertThat(map.value(0, 0)).isZero();
        assertThat(map.value(0, 1)).isEqualTo(0.25f);
        assertThat(map.value(1, 0)).isEqualTo(1);
        assertThat(map.isFlat()).isFalse();
        for (float bad : new float[] {-0.01f, 1.01f, Float.NaN}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new AttributionMap(
                            new RasterSize(1, 1), new float[] {bad}, AttributionMethod.LINEAR_ACTIVATION));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new AttributionMap(new RasterSize(2, 2), new float[3], AttributionMethod.LINEAR_ACTIVATION));
    }

    @Test
    void anEmbeddingHasUnitLength() {
        Embedding embedding = Embedding.of(new float[] {0.6f, 0.8f});
        assertThat(embedding.cosine(Embedding.of(new float[] {1, 0}))).isCloseTo(0.6, within(1e-7));
        assertThatIllegalArgumentException().isThrownBy(() -> Embedding.of(new float[] {0.6f, 0.9f}));
        assertThatIllegalArgumentException().isThrownBy(() -> Embedding.of(new float[] {Float.NaN, 1}));
        assertThatIllegalArgumentException().isThrownBy(() -> embedding.cosine(Embedding.of(new float[] {1})));
        for (float bad : new float[] {0, Float.NaN, Float.POSITIVE_INFINITY}) {
            org.assertj.core.api.Assertions.assertThatThrownBy(() -> Embedding.normalize(new float[] {bad, 0}))
                    .isInstanceOf(NonFiniteScoreException.class);
        }
    }

    @Test
    void eightBitValuesAreUnsigned() {
        ModelImage image = ModelImage.ofGrey8(new RasterSize(1, 3), new byte[] {0, 127, (byte) 255});
        assertThat(image.value(0, 0)).isZero();
        assertThat(image.value(0, 1)).isEqualTo(127);
        assertThat(image.value(0, 2)).isEqualTo(255);
        assertThatIllegalArgumentException().isThrownBy(() -> ModelImage.of(new RasterSize(2, 2), new float[3]));
    }

    @Test
    void aRasterHasSidesWithinBounds() {
        assertThatIllegalArgumentException().isThrownBy(() -> new RasterSize(0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new RasterSize(1, 65_536));
        assertThat(new RasterSize(2, 3)).hasToString("2x3");
    }

    @Test
    void aDeviceIsParsedFromItsName() {
        assertThat(ComputeDevice.parse("auto")).isEqualTo(ComputeDevice.AUTO);
        assertThat(ComputeDevice.parse("cpu")).isEqualTo(ComputeDevice.CPU);
        assertThat(ComputeDevice.parse("cuda:3")).hasToString("cuda:3");
        for (String bad : List.of("", "gpu", "cuda", "cuda:", "cuda:-1", "CPU", "cuda:1234")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ComputeDevice.parse(bad))
                    .withMessageContaining("auto, cpu or cuda:N");
        }
    }
}
