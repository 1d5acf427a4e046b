package org.mammoclip.mammoclip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mammoclip.mammoclip.checkpoint.CheckpointFormatException;
import org.mammoclip.mammoclip.checkpoint.ToyModels;
import org.mammoclip.mammoclip.factor.HeadLayout;

/** Findings that classifiers, detectors and mappers answer, beside prompts, on the demonstration checkpoint. */
class FindingSourcesTest {
    private static final ScoreSource MASS = ScoreSource.Prompts.of("no mass", "mass");
    private static final AttributionSource LINEAR = new AttributionSource.Linear();
    private static final AttributionSource NO_MAP = new AttributionSource.None();

    @TempDir
    private static Path folder;

    private static Path classifier;
    private static Path shifted;
    private static Path density;
    private static Path detector;
    private static Path mapper;

    @BeforeAll
    static void writeModels() throws IOException {
        classifier = ToyModels.classifier(folder.resolve("classifier"), 1, 2, 0);
        shifted = ToyModels.classifier(folder.resolve("shifted"), 1, 2, 3);
        density = ToyModels.classifier(folder.resolve("density"), 5, 4, 0);
        detector = ToyModels.detector(folder.resolve("detector"), 2, 2);
        mapper = ToyModels.mapper(folder.resolve("mapper"), 3, List.of("mass", "suspicious_calcification"));
    }

    private static FindingDefinition finding(
            ScoreSource source, Calibration calibration, AttributionSource map, BoxSource... boxes) {
        return finding("asked", source, calibration, map, boxes);
    }

    private static FindingDefinition finding(
            String key, ScoreSource source, Calibration calibration, AttributionSource map, BoxSource... boxes) {
        return new FindingDefinition(
                key,
                "Asked",
                source,
                calibration,
                0.5,
                map,
                List.of(boxes).stream().findFirst());
    }

    private static MammoClip open(FindingDefinition... findings) throws IOException {
        return open(List.of(), null, findings);
    }

    private static MammoClip open(List<String> sentences, Path density, FindingDefinition... findings)
            throws IOException {
        FindingSet set = FindingSet.of("test-1", List.of(findings));
        FindingSet asked = new FindingSet(set.thresholdsVersion(), set.sha256(), set.findings(), density);
        return MammoClip.open(
                MammoClip.BUILTIN_DEMO, new ModelOptions(ComputeDevice.CPU, asked, Precision.AUTO, sentences));
    }

    private static ScoredImage score(MammoClip model, int view) {
        return (ScoredImage) model.score(List.of(MammoClipTest.view(view))).get(0);
    }

    private static double logit(double score) {
        return Math.log(score / (1 - score));
    }

    @Test
    void aClassifierAnswersByItsOwnEncoderAndIsCalibratedApart() throws IOException {
        ScoreSource first = new ScoreSource.Classifier(classifier, 0);
        try (MammoClip model = open(
                finding("plain", first, Calibration.NONE, LINEAR),
                finding("platt", first, new Calibration(0.5, -0.2), LINEAR),
                finding("other", new ScoreSource.Classifier(classifier, 1), Calibration.NONE, NO_MAP),
                finding("shifted", new ScoreSource.Classifier(shifted, 0), Calibration.NONE, NO_MAP))) {
            ScoredImage image = score(model, 1);
            double plain = image.finding("plain").score();
            assertThat(image.finding("plain").rawScore()).isEqualTo(plain);
            assertThat(image.finding("plain").positiveCosine()).isEmpty();
            assertThat(image.finding("platt").rawScore()).isEqualTo(plain);
            assertThat(image.finding("platt").score())
                    .isCloseTo(1 / (1 + Math.exp(-(0.5 * logit(plain) - 0.2))), within(1e-12));
            assertThat(image.finding("other").score()).isNotEqualTo(plain);
            assertThat(logit(image.finding("shifted").score())).isCloseTo(logit(plain) + 3, within(1e-5));
            assertThat(score(model, 2).finding("plain").score()).isNotEqualTo(plain);
            assertThat(image.finding("plain").attribution().method()).isEqualTo(AttributionMethod.LINEAR_ACTIVATION);
            assertThat(image.finding("plain").attribution().isFlat()).isFalse();
            assertThat(image.finding("other").attribution().method()).isEqualTo(AttributionMethod.NONE);
            assertThat(image.finding("other").attribution().isFlat()).isTrue();
            assertThat(model.card().parts()).extracting(ModelPart::kind).containsExactly("classifier", "classifier");
        }
    }

    @Test
    void headsOnTheSameEncoderShareItAndOthersDoNot() throws IOException {
        FindingSet set = FindingSet.of(
                "1",
                List.of(
                        finding("a", new ScoreSource.Classifier(classifier, 0), Calibration.NONE, NO_MAP),
                        finding("b", new ScoreSource.Classifier(shifted, 1), Calibration.NONE, NO_MAP),
                        finding("c", new ScoreSource.Classifier(density, 0), Calibration.NONE, NO_MAP)));
        try (OpenParts parts = OpenParts.ofDemo(set)) {
            assertThat(parts.towers())
                    .as("the checkpoint's, one for two heads, and one more")
                    .hasSize(3);
        }
    }

    @Test
    void aDetectorGivesItsBestDetectionAndItsBoxes() throws IOException {
        ScoreSource source = new ScoreSource.Detector(detector, 1);
        try (MammoClip model = open(
                finding("plain", source, Calibration.NONE, NO_MAP),
                finding("cooled", source, Calibration.temperature(2), NO_MAP),
                finding("boxed", MASS, Calibration.NONE, LINEAR, new BoxSource(detector, 1, 0.5)))) {
            ScoredImage image = score(model, 1);
            FindingResult plain = image.finding("plain");
            assertThat(plain.boxes()).isNotEmpty().allSatisfy(box -> {
                assertThat(box.origin()).isEqualTo(BoxOrigin.DETECTOR);
                assertThat(box.right()).isLessThanOrEqualTo(912);
                assertThat(box.bottom()).isLessThanOrEqualTo(1520);
                assertThat(box.score()).isGreaterThan(0.05);
            });
            assertThat(plain.boxes().get(0).score()).isEqualTo(plain.score());
            assertThat(image.finding("cooled").rawScore()).isEqualTo(plain.score());
            assertThat(image.finding("cooled").score())
                    .isCloseTo(1 / (1 + Math.exp(-logit(plain.score()) / 2)), within(1e-9));
            assertThat(image.finding("boxed").boxes())
                    .isEqualTo(plain.boxes().stream()
                            .filter(box -> box.score() >= 0.5)
                            .toList());
            assertThat(image.finding("boxed").attribution().method()).isEqualTo(AttributionMethod.LINEAR_ACTIVATION);
            assertThat(model.card().parts()).as("opened once").hasSize(1);
        }
    }

    @Test
    void aMapperDrawsTheMapAndTheBoxesOfAFindingThatIsPresent() throws IOException {
        AttributionSource all = new AttributionSource.Mapper(mapper, "mass", OptionalInt.empty());
        AttributionSource three = new AttributionSource.Mapper(mapper, "mass", OptionalInt.of(3));
        AttributionSource other = new AttributionSource.Mapper(mapper, "suspicious_calcification", OptionalInt.empty());
        AttributionSource interleaved =
                new AttributionSource.Mapper(mapper, "mass", OptionalInt.empty(), HeadLayout.INTERLEAVED);
        Calibration high = new Calibration(1, 5);
        Calibration low = new Calibration(1, -5);
        try (MammoClip model = open(
                finding("all", MASS, high, all),
                finding("three", MASS, low, three),
                finding("other", MASS, low, other),
                finding("interleaved", MASS, low, interleaved),
                finding("linear", MASS, low, LINEAR))) {
            ScoredImage image = score(model, 1);
            AttributionMap map = image.finding("all").attribution();
            assertThat(map.method()).isEqualTo(AttributionMethod.FACTOR);
            assertThat(map.grid()).isEqualTo(model.card().attributionGrid());
            assertThat(List.of(
                            image.finding("three").attribution(),
                            image.finding("other").attribution(),
                            image.finding("interleaved").attribution(),
                            image.finding("linear").attribution()))
                    .doesNotContain(map)
                    .doesNotHaveDuplicates();
            assertThat(model.card().parts()).as("one file in two layouts").hasSize(1);
            assertThat(image.finding("all").present()).isTrue();
            assertThat(image.finding("all").boxes())
                    .isNotEmpty()
                    .allMatch(box -> box.origin() == BoxOrigin.ATTRIBUTION);
            assertThat(image.finding("all").boxes().get(0).score()).isEqualTo(1);
            assertThat(image.finding("three").present()).isFalse();
            assertThat(image.finding("three").boxes()).isEmpty();
        }
    }

    @Test
    void aSentenceHasAMapByTheMapperIfThereIsOneAndNoScore() throws IOException {
        String sentence = "There is a spiculated mass in the left breast";
        SentenceAttribution linear;
        try (MammoClip model = open(List.of(sentence), null, finding(MASS, Calibration.NONE, LINEAR))) {
            linear = score(model, 1).sentences().get(0);
            assertThat(linear.sentence()).isEqualTo(sentence);
            assertThat(linear.attribution().method()).isEqualTo(AttributionMethod.LINEAR_ACTIVATION);
            Embedding direction = model.embedTexts(List.of(sentence)).get(0);
            assertThat(linear.cosine()).isEqualTo(score(model, 1).embedding().cosine(direction));
        }
        AttributionSource factor = new AttributionSource.Mapper(mapper, "mass", OptionalInt.empty());
        try (MammoClip model = open(List.of(sentence, "no mass"), null, finding(MASS, Calibration.NONE, factor))) {
            List<SentenceAttribution> sentences = score(model, 1).sentences();
            assertThat(sentences).extracting(SentenceAttribution::sentence).containsExactly(sentence, "no mass");
            assertThat(sentences.get(0).attribution().method()).isEqualTo(AttributionMethod.FACTOR);
            assertThat(sentences.get(0).cosine()).isEqualTo(linear.cosine());
            assertThat(sentences.get(0).attribution())
                    .isNotEqualTo(sentences.get(1).attribution())
                    .isNotEqualTo(linear.attribution());
        }
    }

    @Test
    void densityIsADistributionOverFourCategories() throws IOException {
        try (MammoClip model = open(List.of(), density, finding(MASS, Calibration.NONE, NO_MAP))) {
            BreastDensity first = score(model, 1).density();
            BreastDensity second = score(model, 2).density();
            assertThat(first).isNotNull().isNotEqualTo(second);
            BreastDensity mean = BreastDensity.mean(List.of(first, second));
            assertThat(mean.c()).isCloseTo((first.c() + second.c()) / 2, within(1e-15));
            assertThat(mean.category()).isBetween('A', 'D');
        }
        try (MammoClip model = open(finding(MASS, Calibration.NONE, NO_MAP))) {
            assertThat(score(model, 1).density()).isNull();
        }
    }

    @Test
    void promptEnsemblesRankImagesAsTheDifferenceOfTheirMeanCosines() throws IOException {
        List<String> negative = List.of("no mass", "there is no mass", "without a mass");
        List<String> positive = List.of("mass", "there is a mass", "a suspicious mass");
        ScoreSource ensemble = new ScoreSource.Prompts(negative, positive, OptionalDouble.empty());
        ScoreSource sharp = new ScoreSource.Prompts(negative, positive, OptionalDouble.of(0.07));
        try (MammoClip model = open(
                finding("ensemble", ensemble, Calibration.NONE, LINEAR),
                finding("sharp", sharp, new Calibration(2, 0.5), LINEAR))) {
            Embedding no = Embedding.mean(model.embedTexts(negative));
            Embedding yes = Embedding.mean(model.embedTexts(positive));
            double previousScore = -1;
            double previousSharp = -1;
            for (ScoredImage image : model
                    .score(List.of(
                            MammoClipTest.view(1), MammoClipTest.view(2), MammoClipTest.view(3), MammoClipTest.view(4)))
                    .stream()
                    .map(ScoredImage.class::cast)
                    .sorted((a, b) -> Double.compare(
                            a.embedding().cosine(yes) - a.embedding().cosine(no),
                            b.embedding().cosine(yes) - b.embedding().cosine(no)))
                    .toList()) {
                FindingResult result = image.finding("ensemble");
                double difference =
                        image.embedding().cosine(yes) - image.embedding().cosine(no);
                assertThat(result.positiveCosine()).hasValue(image.embedding().cosine(yes));
                assertThat(result.negativeCosine()).hasValue(image.embedding().cosine(no));
                assertThat(result.score())
                        .isEqualTo(1 / (1 + Math.exp(-difference)))
                        .isGreaterThan(previousScore);
                assertThat(image.finding("sharp").rawScore())
                        .isCloseTo(1 / (1 + Math.exp(-difference / 0.07)), within(1e-12));
                assertThat(image.finding("sharp").score())
                        .isCloseTo(1 / (1 + Math.exp(-(2 * difference / 0.07 + 0.5))), within(1e-12))
                        .isGreaterThan(previousSharp);
                previousScore = result.score();
                previousSharp = image.finding("sharp").score();
            }
        }
    }

    @Test
    void anImageHasTheSameBitsAloneAndInABatchWhateverAnswers() throws IOException {
        AttributionSource factor = new AttributionSource.Mapper(mapper, "mass", OptionalInt.empty());
        try (MammoClip model = open(
                List.of("a mass"),
                density,
                finding("a", new ScoreSource.Classifier(classifier, 0), Calibration.NONE, LINEAR),
                finding("b", new ScoreSource.Detector(detector, 0), Calibration.NONE, NO_MAP),
                finding("c", MASS, Calibration.NONE, factor))) {
            ImageResult alone = model.score(List.of(MammoClipTest.view(1))).get(0);
            List<ImageResult> batch =
                    model.score(List.of(MammoClipTest.view(2), MammoClipTest.view(1), MammoClipTest.view(3)));
            assertThat(batch.get(1)).isEqualTo(alone);
            assertThat(batch.get(0)).isNotEqualTo(alone);
        }
    }

    @Test
    void theDigestOfTheFindingsCoversTheModelsTheyName() throws IOException {
        FindingDefinition asked = finding(new ScoreSource.Classifier(classifier, 0), Calibration.NONE, NO_MAP);
        String before;
        try (MammoClip model = open(asked)) {
            before = model.card().findingsSha256();
            assertThat(before).isNotEqualTo(model.card().findings().sha256());
            assertThat(model.card().trained()).isFalse();
        }
        Path copy = folder.resolve("replaced");
        ToyModels.classifier(copy, 1, 2, 0);
        FindingDefinition same = finding(new ScoreSource.Classifier(copy, 0), Calibration.NONE, NO_MAP);
        FindingSet set = FindingSet.of("1", List.of(same));
        String first;
        try (MammoClip model = MammoClip.open(MammoClip.BUILTIN_DEMO, new ModelOptions(ComputeDevice.CPU, set))) {
            first = model.card().findingsSha256();
        }
        ToyModels.classifier(copy, 1, 2, 0.25f);
        try (MammoClip model = MammoClip.open(MammoClip.BUILTIN_DEMO, new ModelOptions(ComputeDevice.CPU, set))) {
            assertThat(model.card().findingsSha256()).isNotEqualTo(first);
        }
        try (MammoClip model = open(finding(MASS, Calibration.NONE, NO_MAP))) {
            assertThat(model.card().findingsSha256())
                    .isEqualTo(model.card().findings().sha256());
        }
    }

    @Test
    void whatDoesNotFitIsNamedWithItsFinding() throws IOException {
        Path absent = folder.resolve("absent");
        Path voi = ToyModels.voiClassifier(folder.resolve("voi"));
        refused(new ScoreSource.Classifier(classifier, 2), NO_MAP, "finding asked: ", "has 2 outputs", "no output 2");
        refused(new ScoreSource.Detector(detector, 2), NO_MAP, "finding asked: ", "has 2 classes", "no class 2");
        refused(
                new ScoreSource.Classifier(detector, 0),
                NO_MAP,
                detector + " holds a detector, asked for is a classifier");
        refused(new ScoreSource.Detector(classifier, 0), NO_MAP, classifier + " holds a classifier");
        refused(
                MASS,
                new AttributionSource.Mapper(mapper, "masses", OptionalInt.empty()),
                "no attribute 'masses', only mass, suspicious_calcification");
        refused(
                new ScoreSource.Classifier(voi, 0),
                NO_MAP,
                "expects images prepared as 'mammo-clip-voi-1', the checkpoint expects 'mammo-clip-minmax-1'");
        refused(
                new ScoreSource.Detector(ToyModels.voiDetector(folder.resolve("voi-detector")), 0),
                NO_MAP,
                "expects images prepared as 'mammo-clip-voi-1', the checkpoint expects 'mammo-clip-minmax-1'");
        refused(
                new ScoreSource.Classifier(absent, 0),
                new AttributionSource.Mapper(folder.resolve("gone"), "mass", OptionalInt.empty()),
                "not there: finding asked: " + absent,
                "finding asked: " + folder.resolve("gone"));
        assertThatThrownBy(() -> open(List.of(), classifier, finding(MASS, Calibration.NONE, NO_MAP)))
                .isInstanceOf(CheckpointFormatException.class)
                .hasMessageContaining("density: ")
                .hasMessageContaining("has 2 outputs, density has 4");
        assertThatThrownBy(() -> MammoClip.open(classifier, ModelOptions.DEFAULT))
                .isInstanceOf(CheckpointFormatException.class)
                .hasMessageContaining("holds a classifier and no text tower; name it in a findings file");
    }

    private static void refused(ScoreSource source, AttributionSource map, String... parts) {
        assertThatThrownBy(() -> open(finding(source, Calibration.NONE, map)))
                .isInstanceOf(CheckpointFormatException.class)
                .hasMessageContainingAll(parts);
    }
}
