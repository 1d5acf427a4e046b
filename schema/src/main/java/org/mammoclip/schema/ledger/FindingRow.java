package org.mammoclip.schema.ledger;

import org.jspecify.annotations.Nullable;
import org.mammoclip.dicom.Uid;

/**
 * One score.
 *
 * @param finding its name, for example mass
 * @param laterality LEFT or RIGHT; null: of the whole study
 * @param image the image it was scored on; null: of the breast or study
 * @param score 0 to 1; never NaN
 * @param threshold 0 to 1
 * @param present whether the score reaches the threshold
 */
public record FindingRow(
        String finding,
        @Nullable String laterality,
        @Nullable Uid image,
        double score,
        double threshold,
        boolean present) {
    public FindingRow {
        Checks.matches(finding, "[A-Za-z0-9 _-]{1,64}", "finding");
        if (laterality != null) {
            Checks.matches(laterality, "LEFT|RIGHT", "laterality");
        }
        if (!(score >= 0 && score <= 1) || !(threshold >= 0 && threshold <= 1)) {
            throw new IllegalArgumentException("scores and thresholds are 0 to 1");
        }
    }
}
