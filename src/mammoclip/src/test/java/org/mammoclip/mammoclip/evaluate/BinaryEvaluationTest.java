package org.mammoclip.mammoclip.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.mammoclip.mammoclip.evaluate.metric.Bootstrap;

class BinaryEvaluationTest {
    private static EvaluationSettings settings(ThresholdChoice... thresholds) {
        return new EvaluationSettings(
                EvaluationUnit.IMAGE,
                Combination.MEAN,
                Combination.MAX,
                new Bootstrap(200, 1, 0.95),
                EvaluationSettings.Cluster.PATIENT,
                List.of(thresholds),
                List.of(0.25, 0.5),
                3);
    }

    private static BinaryQuestion question(double scale, double shift, List<Observation> validation) {
        List<Observation> rows = new ArrayList<>();
        double[] scores = {0.1, 0.4, 0.35, 0.8};
        for (int i = 0; i < scores.length; i++) {
            rows.add(new Observation("i" + i, "p" + i, "L", scores[i] * scale + shift, i >= 2));
        }
        return new BinaryQuestion("mass", "Mass", rows, validation, OptionalDouble.of(0.4), List.of());
    }

    @Test
    void valuesAreThoseOfTheMetrics() {
        BinaryResult result = BinaryEvaluation.run(question(1, 0, List.of()), settings());
        assertThat(result.value("auroc").orElseThrow().value()).isEqualTo(0.75);
        assertThat(result.values())
                .extracting(MetricValue::key)
                .containsExactly("auroc", "auprc", "brier", "ece", "probabilistic_f1");
        assertThat(result.counts()).isEqualTo(new BinaryResult.Counts(4, 4, 2, 4, 0));
        OperatingPoint model = result.points().get(0);
        assertThat(model.name()).isEqualTo("model");
        assertThat(model.value("sensitivity").value()).isEqualTo(0.5);
        assertThat(model.value("npv").value()).isEqualTo(0.5);
        assertThat(model.value("npv").interval()).isPresent();
        assertThat(result.falsePositives()).extracting(Observation::image).containsExactly("i1", "i0");
        assertThat(result.falseNegatives()).extracting(Observation::image).containsExactly("i2", "i3");
        assertThat(result.histogram().positives().stream().mapToInt(i -> i).sum())
                .isEqualTo(2);
    }

    @Test
    void scoresThatAreNoProbabilitiesHaveRankMetricsOnly() {
        BinaryResult result = BinaryEvaluation.run(question(10, -3, List.of()), settings());
        assertThat(result.values()).extracting(MetricValue::key).containsExactly("auroc", "auprc");
        assertThat(result.calibration()).isEmpty();
        assertThat(result.value("auroc").orElseThrow().value()).isEqualTo(0.75);
    }

    @Test
    void thresholdsAreChosenOnValidationRowsAndNeverOnTheTest() {
        assertThatThrownBy(
                        () -> BinaryEvaluation.run(question(1, 0, List.of()), settings(new ThresholdChoice.Youden())))
                .hasMessageContaining("validation rows");
        List<Observation> validation = List.of(
                new Observation("v0", "v", "L", 0.2, false),
                new Observation("v1", "v", "L", 0.3, true),
                new Observation("v2", "v", "L", 0.9, true));
        BinaryResult result = BinaryEvaluation.run(
                question(1, 0, validation),
                settings(
                        new ThresholdChoice.Youden(),
                        new ThresholdChoice.Sensitivity(0.5),
                        new ThresholdChoice.Specificity(1),
                        new ThresholdChoice.Given("site", 0.5)));
        assertThat(result.points()).extracting(OperatingPoint::threshold).containsExactly(0.4, 0.3, 0.9, 0.3, 0.5);
        assertThat(result.points().get(1).origin()).isEqualTo("chosen on 3 validation images");
        assertThat(result.points().get(1).value("sensitivity").value()).isEqualTo(1);
    }

    @Test
    void rulesAndThresholdsAreReadFromText() {
        assertThat(ThresholdChoice.parseRule("Sensitivity=0.9")).isEqualTo(new ThresholdChoice.Sensitivity(0.9));
        assertThat(ThresholdChoice.parseRule("youden")).isEqualTo(new ThresholdChoice.Youden());
        assertThat(ThresholdChoice.parseGiven("0.5")).isEqualTo(new ThresholdChoice.Given("at 0.5", 0.5));
        assertThat(ThresholdChoice.parseGiven("site=0.5")).isEqualTo(new ThresholdChoice.Given("site", 0.5));
        assertThatThrownBy(() -> ThresholdChoice.parseRule("sensitivity=90")).hasMessageContaining("up to 1");
        assertThatThrownBy(() -> ThresholdChoice.parseRule("best")).hasMessageContaining("youden");
        assertThatThrownBy(() -> ThresholdChoice.parseGiven("high")).hasMessageContaining("NAME=0.5");
    }

    @Test
    void publishedResultsStandBesideTheMeasuredOnes() {
        BinaryResult result = BinaryEvaluation.run(question(1, 0, List.of()), settings());
        List<AnchorComparison> comparisons = AnchorComparison.of("vindr", result);
        AnchorComparison b5 = comparisons.stream()
                .filter(one -> one.anchor().model().equals("Mammo-CLIP EN-B5")
                        && one.anchor().protocol().equals("zero-shot"))
                .findFirst()
                .orElseThrow();
        assertThat(b5.anchor().value()).isEqualTo(0.48);
        assertThat(b5.difference()).isCloseTo(0.27, within(1e-12));
        assertThat(AnchorComparison.of("", result)).isEmpty();
    }

    @Test
    void theAnchorsAreThePublishedTables() {
        // 5x15 classification, 5x5 RSNA, 5x8 localisation, 2x4 FActOR, poster 1 + 9 + 5 + 8, successor 4 + 12 + 2.
        assertThat(Anchors.all()).hasSize(75 + 25 + 40 + 8 + 23 + 18);
        assertThat(Anchors.of("rsna", "malignancy", "auroc"))
                .anyMatch(anchor -> anchor.model().equals("Mammo-CLIP EN-B5 + VinDr")
                        && anchor.protocol().equals("fine-tuned, 100 %")
                        && anchor.value() == 0.91);
        assertThat(Anchors.of("vindr", "mass", "ap@0.25"))
                .extracting(Anchor::value)
                .containsExactly(0.38, 0.45);
        assertThat(Anchors.of("vindr", "density", "accuracy")).hasSize(25 + 3);
        assertThat(Anchors.all()).allMatch(anchor -> anchor.value() > 0 && anchor.value() < 1);
    }

    @Test
    void theJsonHasEveryNumberAndNullWhereNoneIsDefined() throws Exception {
        JsonNode json = new ObjectMapper().readTree(ReportJson.of(SampleReports.small()));
        JsonNode mass = json.path("findings").get(0);
        assertThat(json.path("format").asText()).isEqualTo("mammoclip-evaluation-1");
        assertThat(json.path("settings").path("seed").asLong()).isEqualTo(1);
        assertThat(json.path("inputs").get(0).path("sha256").asText()).hasSize(64);
        assertThat(mass.path("values").path("auroc").path("low").isNumber()).isTrue();
        assertThat(mass.path("curve").get(0).path("threshold").isNull()).isTrue();
        assertThat(mass.path("published").size()).isPositive();
        assertThat(mass.path("localisation").path("overlaps").size()).isEqualTo(2);
        assertThat(mass.path("curve").size()).isLessThanOrEqualTo(ReportJson.MAX_POINTS);
        JsonNode mean = json.path("meanAveragePrecision").get(3);
        assertThat(mean.path("findings").asInt()).isEqualTo(2);
        assertThat(mean.path("value").asDouble())
                .isCloseTo((averagePrecision(json, 0) + averagePrecision(json, 1)) / 2, within(1e-15));
        assertThat(json.path("classes").get(0).path("confusion").size()).isEqualTo(4);
        assertThat(json.path("retrieval")
                        .path("values")
                        .path("recall_at_5")
                        .path("value")
                        .isNumber())
                .isTrue();
    }

    /** At IoU 0.5 on images with the finding. */
    private static double averagePrecision(JsonNode json, int finding) {
        JsonNode half = json.path("findings")
                .get(finding)
                .path("localisation")
                .path("overlaps")
                .get(1);
        return half.path("values").path("ap_positive_images").path("value").asDouble();
    }
}
