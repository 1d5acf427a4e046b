package org.mammoclip.mammoclip.data.check;

import java.util.OptionalInt;
import java.util.Set;

/**
 * What one row says of one image.
 *
 * @param line of the file, from 1
 * @param image whose and which
 * @param exam key of the exam; the patient's where the table has no column {@code study_id} or {@code exam_id}
 * @param side L or R
 * @param view upper case, may be empty
 * @param split as the column says, may be empty
 * @param fold as the column says, may be empty
 * @param age in years
 * @param birads the digit of the category, may be empty
 * @param density 0 (A) to 3 (D)
 * @param positives labels that hold
 */
public record CheckedRow(
        long line,
        ImageName image,
        String exam,
        String side,
        String view,
        String split,
        String fold,
        OptionalInt age,
        String birads,
        OptionalInt density,
        Set<String> positives) {
    public CheckedRow {
        positives = Set.copyOf(positives);
    }

    String patient() {
        return image.patient();
    }
}
