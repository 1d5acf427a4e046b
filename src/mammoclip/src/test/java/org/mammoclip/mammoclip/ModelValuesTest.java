package org.mammoclip.mammoclip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mammoclip.mammoclip.zeroshot.ZeroShotScore;

/** The facade's plain types are valid or absent. */
class ModelValuesTest {
    private static final FindingDefinition MASS = FindingDefinition.ofPrompts("mass", "Mass", "no mass", "mass", 0.5);
    private static final ScoreSource PROMPTS = ScoreSource.Prompts.of("no mass", "mass");
    private static final ScoreSource DETECTOR = new ScoreSource.Detector(Path.of("det"), 0);
    private static final AttributionMap MAP =
            new AttributionMap(new RasterSize(1, 1), new float[1], AttributionMethod.LINEAR_ACTIVATION);

    @Test
    void defaultFindingsAreTheReferencePrompts() {
        assertThat(FindingSet.DEFAULT.findings())
                .extracting(FindingDefinition::key, FindingDefinition::source)
                .containsExactly(
                        tuple("mass", PROMPTS),
                        tuple(
                                "suspicious_calcification",
                                ScoreSource.Prompts.of("no suspicious calcification", "suspicious calcification")));
    }

    /** A changed digest changes the UIDs of every result: say so in the changelog before changing this number. */
    @Test
    void theDigestOfTheDefaultFindingsIsFixed() {
        assertThat(FindingSet.DEFAULT.sha256())
                .isEqualTo("8b2b32bf54f73390a4d2a55f96d7264e37906323bd3428f22068f27ec84cbb21");
    }

    @Test
    void setsThatAskOtherThingsHaveOtherDigests() {
        FindingSet other = FindingSet.of(
                "default-1", List.of(FindingDefinition.ofPrompts("mass", "Mass", "no mass", "mass", 0.51)));
        assertThat(FindingSet.of("default-1", List.of(MASS)).sha256()).isNotEqualTo(other.sha256());
        assertThat(FindingSet.of("default-1", List.of(MASS)).sha256())
                .isNotEqualTo(FindingSet.of("default-2", List.of(MASS)).sha256())
                .isEqualTo(FindingSet.of("default-1", List.of(MASS)).sha256());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Mass", "1mass", "mass calc", "../x", "m\n"})
    void aFindingKeyIsAPlainWord(String key) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FindingDefinition.ofPrompts(key, "Mass", "no mass", "mass", 0.5));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1, -0.1, 1.1, Double.NaN})
    void aThresholdLiesBetweenZeroAndOne(double threshold) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FindingDefinition.ofPrompts("mass", "Mass", "no mass", "mass", threshold));
    }

    @Test
    void aDetectorHasNoLinearMap() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FindingDefinition(
                        "mass",
                        "Mass",
                        DETECTOR,
                        Calibration.NONE,
                        0.5,
                        new AttributionSource.Linear(),
                        Optional.empty()))
                .withMessageContaining("finding mass");
    }

    @Test
    void promptsAreOneToTwoHundredDistinctPhrasesASide() {
        List<String> most = IntStream.range(0, 200).mapToObj(i -> "mass " + i).toList();
        assertThat(new ScoreSource.Prompts(List.of("no mass"), most, OptionalDouble.of(0.07)).positive())
                .hasSize(200);
        List<String> tooMany =
                IntStream.range(0, 201).mapToObj(i -> "mass " + i).toList();
        for (List<String> bad : List.of(
                tooMany,
                List.<String>of(),
                List.of("mass", "mass"),
                List.of(" "),
                List.of("no mass"),
                List.of("m".repeat(2001)))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new ScoreSource.Prompts(List.of("no mass"), bad, OptionalDouble.empty()));
        }
        for (double bad : new double[] {0, -1, 1001, Double.NaN}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () -> new ScoreSource.Prompts(List.of("no mass"), List.of("mass"), OptionalDouble.of(bad)));
        }
    }

    @Test
    void indicesAndMinimumScoresAreBounded() {
        Path file = Path.of("head");
        for (int bad : new int[] {-1, 1000}) {
            assertThatIllegalArgumentException().isThrownBy(() -> new ScoreSource.Classifier(file, bad));
            assertThatIllegalArgumentException().isThrownBy(() -> new ScoreSource.Detector(file, bad));
            assertThatIllegalArgumentException().isThrownBy(() -> new BoxSource(file, bad, 0.5));
        }
        for (double bad : new double[] {0, 1, Double.NaN}) {
            assertThatIllegalArgumentException().isThrownBy(() -> new BoxSource(file, 0, bad));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AttributionSource.Mapper(file, "mass", OptionalInt.of(0)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AttributionSource.Mapper(file, " ", OptionalInt.empty()));
    }

    @Test
    void calibrationKeepsTheOrderAndTheSourcesScoreByDefault() {
        assertThat(Calibration.NONE.apply(-0.25)).isEqualTo(ZeroShotScore.ofCosines(0.5, 0.25));
        assertThat(Calibration.temperature(2).apply(1)).isCloseTo(1 / (1 + Math.exp(-0.5)), within(1e-15));
        assertThat(new Calibration(1.2, -0.3).apply(0.5)).isCloseTo(1 / (1 + Math.exp(-0.3)), within(1e-15));
        assertThat(new Calibration(0.5, 3).apply(Double.NEGATIVE_INFINITY)).isZero();
        for (double bad : new double[] {0, -1, 1001, Double.NaN}) {
            assertThatIllegalArgumentException().isThrownBy(() -> new Calibration(bad, 0));
            assertThatIllegalArgumentException().isThrownBy(() -> Calibration.temperature(bad));
        }
        for (double bad : new double[] {-1001, 1001, Double.NaN}) {
            assertThatIllegalArgumentException().isThrownBy(() -> new Calibration(1, bad));
        }
    }

    @Test
    void aBoxHasAnAreaAndAScore() {
        assertThat(new FoundBox(0, 0, 912, 1520, 1, BoxOrigin.DETECTOR).right()).isEqualTo(912);
        for (double[] bad : new double[][] {
            {5, 0, 5, 1, 0.5}, {0, 5, 1, 4, 0.5}, {-1, 0, 1, 1, 0.5}, {0, 0, 1, 1, 1.1}, {0, 0, Double.NaN, 1, 0.5}
        }) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new FoundBox(bad[0], bad[1], bad[2], bad[3], bad[4], BoxOrigin.ATTRIBUTION));
        }
    }

    @Test
    void aFindingSetIsNamedNotEmptyDistinctAndBounded() {
        assertThatIllegalArgumentException().isThrownBy(() -> FindingSet.of(" ", List.of(MASS)));
        assertThatIllegalArgumentException().isThrownBy(() -> FindingSet.of("v".repeat(25), List.of(MASS)));
        assertThatIllegalArgumentException().isThrownBy(() -> FindingSet.of("a\\b", List.of(MASS)));
        assertThatIllegalArgumentException().isThrownBy(() -> FindingSet.of("1", List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> FindingSet.of("1", List.of(MASS, MASS)));
        assertThatIllegalArgumentException().isThrownBy(() -> FindingSet.of("1", Collections.nCopies(33, MASS)));
        assertThatIllegalArgumentException().isThrownBy(() -> new FindingSet("1", "ABC", List.of(MASS)));
    }

    @Test
    void presentMeansAtLeastTheThreshold() {
        assertThat(result(0.5, 0).present()).isTrue();
        assertThat(result(Math.nextDown(0.5), 0).present()).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> result(Double.NaN, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> result(0.5, 1.1));
    }

    private static FindingResult result(double score, double positiveCosine) {
        return new FindingResult(
                MASS, score, 0.5, OptionalDouble.of(positiveCosine), OptionalDouble.empty(), MAP, List.of());
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
    void theMeanOfEmbeddingsIsTheirCommonDirection() {
        Embedding right = Embedding.of(new float[] {1, 0});
        Embedding up = Embedding.of(new float[] {0, 1});
        Embedding both = Embedding.mean(List.of(right, right, up));
        assertThat(both.cosine(right)).isCloseTo(2 / Math.sqrt(5), within(1e-7));
        assertThat(both.cosine(up)).isCloseTo(1 / Math.sqrt(5), within(1e-7));
        assertThat(Embedding.mean(List.of(up))).isSameAs(up);
        Embedding left = Embedding.of(new float[] {-1, 0});
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> Embedding.mean(List.of(right, left)))
                .isInstanceOf(NonFiniteScoreException.class);
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
