package org.mammoclip.worker.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.mammoclip.dicom.file.Part10File;
import org.mammoclip.dicom.testkit.SyntheticExam;
import org.mammoclip.mammogram.InstanceHeader;
import org.mammoclip.mammogram.Mammogram;
import org.mammoclip.mammogram.ModelIdentity;
import org.mammoclip.mammogram.OutputProfile;
import org.mammoclip.mammogram.ReportingDevice;
import org.mammoclip.mammogram.ScreeningStudy;
import org.mammoclip.mammogram.finding.Aggregation;
import org.mammoclip.mammogram.finding.DecisionRules;
import org.mammoclip.mammogram.finding.Finding;
import org.mammoclip.mammogram.finding.TriageRule;
import org.mammoclip.mammogram.report.ImageOutcome;
import org.mammoclip.mammogram.report.TriageReport;
import org.mammoclip.mammogram.select.ImageSelector;
import org.mammoclip.mammogram.select.SelectionRules;
import org.mammoclip.schema.ledger.FindingRow;

class ResultRowsTest {
    private static final String SHA = "0".repeat(64);
    private static final Map<Finding, Double> MASS = Map.of(Finding.MASS, 0.4);
    private static final DecisionRules MEANS = new DecisionRules(
            MASS, new Aggregation(Aggregation.Over.MEAN, Aggregation.Over.MEAN), TriageRule.anyFinding(MASS));

    /** Left 0.5 and 0.75, right 0.25 and 0: breasts 0.625 and 0.125, exam 0.375. */
    @Test
    void scoresOfImagesBreastsAndTheExamBecomeRows() {
        List<FindingRow> rows = rows(0.5, 0.75, 0.25, 0);

        assertThat(rows).hasSize(4 + 2 + 1).allMatch(row -> row.finding().equals("mass"));
        assertThat(rows.stream().filter(row -> row.image() != null).map(FindingRow::score))
                .containsExactly(0.5, 0.75, 0.25, 0.0);
        assertThat(rows.subList(4, 7))
                .containsExactly(
                        new FindingRow("mass", "LEFT", null, 0.625, 0.4, true),
                        new FindingRow("mass", "RIGHT", null, 0.125, 0.4, false),
                        new FindingRow("mass", null, null, 0.375, 0.4, false));
    }

    private static List<FindingRow> rows(double... scores) {
        List<Part10File> images = SyntheticExam.of(1).images();
        List<Mammogram> mammograms = new ArrayList<>();
        for (Part10File image : images) {
            InstanceHeader header = InstanceHeader.of(image.dataSet()).orElseThrow();
            mammograms.add(new Mammogram(
                    header,
                    ImageSelector.decide(header, SelectionRules.DEFAULT).slot().orElseThrow(),
                    false));
        }
        ScreeningStudy study = new ScreeningStudy(mammograms.get(0).source().studyInstanceUid(), mammograms, List.of());
        List<ImageOutcome> outcomes = new ArrayList<>();
        for (int i = 0; i < scores.length; i++) {
            outcomes.add(
                    new ImageOutcome.Scored(study.mammograms().get(i), Map.of(Finding.MASS, scores[i]), List.of()));
        }
        ModelIdentity identity = new ModelIdentity("m", "1", SHA, "0.1.0", "p-1", "t-1", SHA, "");
        TriageReport report = new TriageReport(
                study,
                1,
                outcomes,
                MEANS,
                identity,
                ReportingDevice.node("n"),
                OutputProfile.FULL,
                "Research use only",
                OffsetDateTime.of(2026, 3, 1, 9, 0, 0, 0, ZoneOffset.UTC),
                List.of());
        return ResultRows.findingsOf(report);
    }
}
