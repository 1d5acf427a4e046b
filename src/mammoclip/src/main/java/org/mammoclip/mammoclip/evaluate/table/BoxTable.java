package org.mammoclip.mammoclip.evaluate.table;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mammoclip.mammoclip.evaluate.metric.Box;
import org.mammoclip.mammoclip.evaluate.metric.BoxCase;

/**
 * Boxes of one finding, one row each: {@code image_id, xmin, ymin, xmax, ymax}, for found boxes {@code score}, and for several
 * findings {@code finding}. Found and true boxes are in pixels of the same picture.
 *
 * @param boxes by image
 */
public record BoxTable(Map<String, List<BoxCase.Found>> boxes) {
    private static final List<String> EDGES = List.of("xmin", "ymin", "xmax", "ymax");

    public BoxTable {
        boxes = Map.copyOf(boxes);
    }

    /**
     * Boxes that a model found.
     *
     * @param finding rows of other findings are left out; without such a column all rows are of this one
     * @throws TableException naming missing columns, or all problems with their lines
     */
    public static BoxTable found(CsvTable table, String finding) throws TableException {
        table.require(List.of("score"));
        return read(table, finding, true);
    }

    /** Boxes that people drew; as {@link #found}, without scores. */
    public static BoxTable truth(CsvTable table, String finding) throws TableException {
        return read(table, finding, false);
    }

    private static BoxTable read(CsvTable table, String finding, boolean scored) throws TableException {
        table.require(List.of("image_id", "xmin", "ymin", "xmax", "ymax"));
        RowProblems problems = new RowProblems();
        Map<String, List<BoxCase.Found>> boxes = new LinkedHashMap<>();
        for (CsvTable.Row line : table.rows()) {
            RowReader row = new RowReader(table, line, problems);
            if (table.has("finding") && !VinDrTable.key(row.text("finding")).equals(VinDrTable.key(finding))) {
                continue;
            }
            String image = ImageNames.withoutExtension(row.required("image_id"));
            double score = scored ? row.number("score").orElse(0) : 0;
            Optional<Box> box = VinDrTable.box(row, EDGES);
            if (box.isEmpty() && row.isSound()) {
                row.problem("xmin", "is empty; a row is a box");
            }
            if (row.isSound()) {
                boxes.computeIfAbsent(image, key -> new ArrayList<>()).add(new BoxCase.Found(box.orElseThrow(), score));
            }
        }
        problems.requireNone();
        return new BoxTable(boxes);
    }

    /** The boxes of an image, without scores. */
    public List<Box> of(String image) {
        return foundIn(image).stream().map(BoxCase.Found::box).toList();
    }

    /** The boxes of an image. */
    public List<BoxCase.Found> foundIn(String image) {
        return boxes.getOrDefault(image, List.of());
    }
}
