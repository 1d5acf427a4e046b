package org.mammoclip.mammogram.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mammoclip.mammogram.Exams;
import org.mammoclip.mammogram.Laterality;
import org.mammoclip.mammogram.Mammogram;
import org.mammoclip.mammogram.OutputProfile;
import org.mammoclip.mammogram.ReportingDevice;
import org.mammoclip.mammogram.ScreeningStudy;
import org.mammoclip.mammogram.Slot;
import org.mammoclip.mammogram.View;
import org.mammoclip.mammogram.finding.DecisionRules;
import org.mammoclip.mammogram.finding.Finding;
import org.mammoclip.mammogram.finding.FindingScore;
import org.mammoclip.mammogram.finding.Triage;

class TriageReportTest {
    private static final Slot LCC = new Slot(Laterality.LEFT, View.CC);
    private static final Slot LMLO = new Slot(Laterality.LEFT, View.MLO);

    private static TriageReport scored(Map<Slot, Double> scores, double threshold) {
        ScreeningStudy study = Exams.study();
        List<ImageOutcome> images = study.mammograms().stream()
                .<ImageOutcome>map(mammogram -> new ImageOutcome.Scored(
                        mammogram, Map.of(Finding.MASS, scores.getOrDefault(mammogram.slot(), 0.0)), List.of()))
                .toList();
        return report(study, images, Map.of(Finding.MASS, threshold));
    }

    private static TriageReport report(
            ScreeningStudy study, List<ImageOutcome> images, Map<Finding, Double> thresholds) {
        return new TriageReport(
                study,
                1,
                images,
                DecisionRules.of(thresholds),
                Reports.MODEL,
                ReportingDevice.node("n"),
                OutputProfile.FULL,
                "Research use only",
                Reports.ANALYSED_AT,
                List.of());
    }

    @Test
    void scoresASideByItsMaximum() {
        TriageReport report = scored(Map.of(LCC, 0.3, LMLO, 0.7), 0.6);

        assertThat(report.scores())
                .containsExactly(
                        new FindingScore(Finding.MASS, Laterality.LEFT, 0.7, 0.6),
                        new FindingScore(Finding.MASS, Laterality.RIGHT, 0, 0.6));
    }

    @Test
    void isPrioritisedExactlyFromTheThresholdOn() {
        Triage atThreshold = scored(Map.of(LCC, 0.6), 0.6).triage();
        assertThat(atThreshold.priority()).isEqualTo(Triage.Priority.PRIORITISE);
        assertThat(atThreshold.score()).isEqualTo(0.5);
        assertThat(scored(Map.of(LCC, Math.nextDown(0.6)), 0.6).triage().priority())
                .isEqualTo(Triage.Priority.ROUTINE);
    }

    @Test
    void anImageThatFailedNeverMakesAStudyRoutine() {
        assertThat(Reports.report(Exams.study(), Map.of(), Set.of(LCC)).triage().priority())
                .isEqualTo(Triage.Priority.NOT_ASSESSED);
        assertThat(Reports.report(Exams.study(), Map.of(LMLO, Set.of(Finding.MASS)), Set.of(LCC))
                        .triage()
                        .priority())
                .isEqualTo(Triage.Priority.PRIORITISE);
    }

    @Test
    void aTriageDeviceAssessesCompleteExamsOnly() {
        ScreeningStudy study = Exams.study();
        ScreeningStudy left =
                new ScreeningStudy(study.studyInstanceUid(), study.mammograms().subList(0, 2), List.of());

        assertThat(Reports.report(left, Map.of(), Set.of(), OutputProfile.TRIAGE, List.of())
                        .triage()
                        .reason())
                .isEqualTo("incomplete exam, missing RCC RMLO");
        assertThat(Reports.report(left, Map.of(), Set.of(), OutputProfile.FULL, List.of())
                        .triage()
                        .priority())
                .isEqualTo(Triage.Priority.ROUTINE);
    }

    @Test
    void locatesOnlyWhatReachesItsThresholdInThatImage() {
        TriageReport report = Reports.report(Exams.study(), Map.of(LMLO, Set.of(Finding.MASS)), Set.of());

        assertThat(report.located()).singleElement().satisfies(located -> {
            assertThat(located.mammogram().slot()).isEqualTo(LMLO);
            assertThat(located.label()).isEqualTo("Mass 1 LMLO");
            // The bright cell is column 20, row 19 of cells of 8 x 8 pixels.
            assertThat(located.box().center().column()).isEqualTo(164);
            assertThat(located.box().center().row()).isEqualTo(156);
            assertThat(located.box().outline())
                    .extracting(point -> point.column() + "/" + point.row())
                    .containsExactlyInAnyOrder("160.0/152.0", "168.0/152.0", "168.0/160.0", "160.0/160.0");
        });
    }

    @Test
    void numbersImagesOfTheSameSlot() {
        ScreeningStudy study = new ScreeningStudy(
                Exams.STUDY,
                List.of(
                        new Mammogram(Exams.header(Exams.image(LCC, "a")), LCC, true),
                        new Mammogram(Exams.header(Exams.image(LCC, "b")), LCC, true)),
                List.of());
        TriageReport report = Reports.report(study, Map.of(), Set.of());

        assertThat(study.mammograms().stream().map(report::labelOf)).containsExactly("LCC", "LCC-2");
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, -0.001, 1.001, Double.POSITIVE_INFINITY})
    void refusesScoresOutOfRange(double score) {
        assertThatThrownBy(() -> scored(Map.of(LCC, score), 0.5)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, 0, 1})
    void refusesThresholdsThatNothingOrEverythingReaches(double threshold) {
        assertThatThrownBy(() -> scored(Map.of(), threshold)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesFactsThatDoNotFitTogether() {
        ScreeningStudy study = Exams.study();
        Map<Finding, Double> mass = Map.of(Finding.MASS, 0.5);
        List<ImageOutcome> failed = study.mammograms().stream()
                .<ImageOutcome>map(mammogram -> new ImageOutcome.Failed(mammogram, "no pixels"))
                .toList();
        Map<Finding, Double> other = Map.of(Finding.SKIN_RETRACTION, 0.5);
        List<ImageOutcome> wrongFinding = study.mammograms().stream()
                .<ImageOutcome>map(mammogram -> new ImageOutcome.Scored(mammogram, mass, List.of()))
                .toList();

        assertThat(report(study, failed, mass).triage().priority()).isEqualTo(Triage.Priority.NOT_ASSESSED);
        assertThatThrownBy(() -> report(study, failed.subList(0, 3), mass))
                .hasMessageContaining("one outcome per image");
        assertThatThrownBy(() -> report(study, wrongFinding, other)).hasMessageContaining("every finding");
    }
}
