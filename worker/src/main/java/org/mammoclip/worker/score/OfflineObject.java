package org.mammoclip.worker.score;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mammoclip.dicom.Uid;
import org.mammoclip.mammogram.finding.Finding;

/**
 * What became of one file given to offline scoring.
 *
 * @param file as found
 * @param study its Study Instance UID, if it has one
 * @param decision a word of the decision table, or NOT_DICOM, UNREADABLE, MISSING_UID, DUPLICATE, CONFLICT, PICTURE
 * @param slot label of the view, empty if there is none
 * @param scores per finding; empty if it was not scored
 * @param answers all that the model said; null if it was not scored
 * @param reason why it was not scored, without patient data; empty if it was
 */
public record OfflineObject(
        Path file,
        Optional<Uid> study,
        String decision,
        String slot,
        Map<Finding, Double> scores,
        @Nullable ImageAnswers answers,
        String reason) {
    /** @throws IllegalArgumentException if there are scores and a reason, or neither */
    public OfflineObject {
        scores = Map.copyOf(scores);
        if (scores.isEmpty() == reason.isBlank() || scores.isEmpty() != (answers == null)) {
            throw new IllegalArgumentException("either scores or a reason");
        }
    }

    public boolean isScored() {
        return !scores.isEmpty();
    }
}
