package org.mammoclip.mammoclip.evaluate.table;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.mammoclip.mammoclip.evaluate.metric.Box;

/**
 * One row of a table of images with labels. Several rows may be about one image.
 *
 * @param line of the file
 * @param patient whose image it is
 * @param laterality L or R
 * @param view as the table says, may be empty
 * @param image its name, without an extension
 * @param labels truth of each question, by key
 * @param density 0 (A) to 3 (D); empty if the table does not say
 * @param sourceBox where the findings of this row are, in pixels of the original image
 * @param preparedBox the same in pixels of the prepared picture
 */
public record LabelledRow(
        long line,
        String patient,
        String laterality,
        String view,
        String image,
        Map<String, Boolean> labels,
        OptionalInt density,
        Optional<Box> sourceBox,
        Optional<Box> preparedBox) {
    public LabelledRow {
        labels = Map.copyOf(labels);
    }

    public boolean isPositive(String label) {
        return Boolean.TRUE.equals(labels.get(label));
    }

    /** Whether somebody drew a box in this row. */
    public boolean hasBox() {
        return sourceBox.isPresent() || preparedBox.isPresent();
    }
}
