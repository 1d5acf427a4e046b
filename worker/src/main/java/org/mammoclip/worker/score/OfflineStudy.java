package org.mammoclip.worker.score;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mammoclip.dicom.Uid;
import org.mammoclip.mammoclip.BreastDensity;
import org.mammoclip.mammogram.finding.FindingScore;

/**
 * What became of one study given to offline scoring.
 *
 * @param decision COMPLETE, PARTIAL, or why it is no exam: a word of the study level of the decision table
 * @param reason in a sentence without patient data; empty for a complete exam that was scored
 * @param priority PRIORITISE, ROUTINE or NOT_ASSESSED
 * @param score of the study, 0 when not assessed
 * @param findings per side; empty when nothing was scored
 * @param density the mean over the scored images; null if it was not asked
 * @param outputs files that were written
 */
public record OfflineStudy(
        Uid studyInstanceUid,
        String decision,
        String reason,
        String priority,
        double score,
        List<FindingScore> findings,
        @Nullable BreastDensity density,
        List<Path> outputs) {
    public OfflineStudy {
        findings = List.copyOf(findings);
        outputs = List.copyOf(outputs);
    }
}
