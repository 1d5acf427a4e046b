package org.mammoclip.mammoclip.data.check;

import java.util.List;
import java.util.Map;

/**
 * The rows of a table with one value in the column {@code split} or {@code fold}, or all of them.
 *
 * @param column {@code split}, {@code fold}, or empty for all rows
 * @param value in that column
 * @param patients different ones
 * @param images different ones
 * @param positives different images by label
 * @param densities different images of density A to D
 */
public record GroupFigures(
        String table,
        String column,
        String value,
        int patients,
        int images,
        Map<String, Integer> positives,
        List<Integer> densities) {
    /** For people. */
    public String title() {
        return column.isEmpty() ? "all rows" : column + " " + (value.isEmpty() ? "(empty)" : value);
    }
}
