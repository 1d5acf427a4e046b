package org.mammoclip.worker.score;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mammoclip.dicom.Uid;
import org.mammoclip.mammoclip.BreastDensity;
import org.mammoclip.mammogram.finding.ExamScore;
import org.mammoclip.mammogram.finding.Finding;
import org.mammoclip.mammogram.finding.FindingScore;
import org.mammoclip.mammogram.finding.Triage;
import org.mammoclip.mammogram.report.ImageOutcome;
import org.mammoclip.mammogram.report.TriageReport;
import org.mammoclip.schema.ledger.FindingRow;
import org.mammoclip.schema.ledger.OutputObject;
import org.mammoclip.schema.ledger.PlannedDelivery;
import org.mammoclip.schema.ledger.RecordedDensity;
import org.mammoclip.schema.ledger.ScoringResult;
import org.mammoclip.schema.ledger.TriagePriority;

/** A report in the rows of the ledger. Stateless. */
final class ResultRows {
    private ResultRows() {}

    /**
     * @param density of the exam; null if it was not asked
     * @param destinations each gets every output
     */
    static ScoringResult of(
            TriageReport report,
            ScoringModel model,
            @Nullable BreastDensity density,
            List<OutputObject> outputs,
            List<String> destinations,
            Instant scoredAt) {
        List<PlannedDelivery> deliveries = new ArrayList<>();
        for (String destination : destinations) {
            outputs.forEach(output -> deliveries.add(new PlannedDelivery(destination, output.sopInstanceUid())));
        }
        Triage triage = report.triage();
        return new ScoringResult(
                model.recorded(),
                priorityOf(triage),
                triage.score(),
                findingsOf(report),
                densityOf(density),
                outputs,
                deliveries,
                model.device(),
                scoredAt);
    }

    private static @Nullable RecordedDensity densityOf(@Nullable BreastDensity density) {
        return density == null ? null : new RecordedDensity(density.a(), density.b(), density.c(), density.d());
    }

    private static TriagePriority priorityOf(Triage triage) {
        return switch (triage.priority()) {
            case PRIORITISE -> TriagePriority.URGENT;
            case ROUTINE -> TriagePriority.ROUTINE;
            case NOT_ASSESSED -> TriagePriority.NONE;
        };
    }

    /** Scores of every image, then of every breast, then of the exam. */
    static List<FindingRow> findingsOf(TriageReport report) {
        List<FindingRow> rows = new ArrayList<>();
        for (ImageOutcome.Scored image : report.scored()) {
            image.scores().forEach((finding, score) -> {
                double threshold = report.rules().threshold(finding);
                rows.add(row(
                        finding,
                        image.mammogram().slot().laterality().name(),
                        image.mammogram().source().sopInstanceUid(),
                        score,
                        threshold));
            });
        }
        for (FindingScore score : report.scores()) {
            rows.add(row(score.finding(), score.laterality().name(), null, score.score(), score.threshold()));
        }
        for (ExamScore score : report.examScores()) {
            rows.add(row(
                    score.finding(), null, null, score.score(), report.rules().threshold(score.finding())));
        }
        return rows;
    }

    private static FindingRow row(
            Finding finding, @Nullable String laterality, @Nullable Uid image, double score, double threshold) {
        return new FindingRow(finding.key(), laterality, image, score, threshold, score >= threshold);
    }
}
