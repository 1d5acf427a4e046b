package org.mammoclip.mammoclip.evaluate.table;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A table of images with labels.
 *
 * @param name of the file
 * @param sha256 of the file
 * @param labels keys of the questions
 * @param rows in the order of the file
 * @param skippedRows bad rows that were left out, as asked
 * @param problems the first of what was wrong with them
 */
public record LabelledTable(
        String name,
        String sha256,
        List<String> labels,
        List<LabelledRow> rows,
        int skippedRows,
        List<String> problems) {
    public LabelledTable {
        labels = List.copyOf(labels);
        rows = List.copyOf(rows);
        problems = List.copyOf(problems);
    }

    /** How much there is of what, for comparison with what is published about a data set. */
    public Counts counts() {
        return Counts.of(this);
    }

    /**
     * Counts of a table.
     *
     * @param rows rows
     * @param images different images
     * @param patients different patients
     * @param rowsWithBox rows with a box
     * @param positiveRows rows with a label, by label
     * @param positiveImages different images with a label in any row, by label
     * @param densityRows rows per density, A to D
     */
    public record Counts(
            int rows,
            int images,
            int patients,
            int rowsWithBox,
            Map<String, Integer> positiveRows,
            Map<String, Integer> positiveImages,
            List<Integer> densityRows) {
        static Counts of(LabelledTable table) {
            Map<String, Integer> positiveRows = new LinkedHashMap<>();
            Map<String, Integer> positiveImages = new LinkedHashMap<>();
            for (String label : table.labels()) {
                List<LabelledRow> positive = table.rows().stream()
                        .filter(row -> row.isPositive(label))
                        .toList();
                positiveRows.put(label, positive.size());
                positiveImages.put(label, (int)
                        positive.stream().map(Counts::imageOf).distinct().count());
            }
            int[] densities = new int[4];
            table.rows().forEach(row -> row.density().ifPresent(density -> densities[density]++));
            return new Counts(
                    table.rows().size(),
                    (int) table.rows().stream()
                            .map(LabelledRow::image)
                            .distinct()
                            .count(),
                    (int) table.rows().stream()
                            .map(LabelledRow::patient)
                            .distinct()
                            .count(),
                    (int) table.rows().stream().filter(LabelledRow::hasBox).count(),
                    positiveRows,
                    positiveImages,
                    List.of(densities[0], densities[1], densities[2], densities[3]));
        }

        private static String imageOf(LabelledRow row) {
            return row.patient() + "/" + row.image();
        }
    }
}
