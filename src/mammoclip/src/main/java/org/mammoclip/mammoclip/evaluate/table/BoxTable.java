package org.mammoclip.mammoclip.evaluate.table;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mammoclip.mammoclip.evaluate.metric.Box;
import org.mammoclip.mammoclip.evaluate.metric.BoxCase;

/**
 * Boxes of any program, one row each: {@code image_id, xmin, ymin, xmax, ymax, score} and, for several findings, {@code finding}.
 * Coordinates are pixels of the picture the truth was drawn in.
 */
public final class BoxTable {
    private BoxTable() {}

    /**
     * @return boxes by finding key ("" if there is no such column), then image
     * @throws TableException naming missing columns, or all problems with their lines
     */
    public static Map<String, Map<String, List<BoxCase.Found>>> read(CsvTable table) throws TableException {
        table.require(List.of("image_id", "xmin", "ymin", "xmax", "ymax", "score"));
        RowProblems problems = new RowProblems();
        Map<String, Map<String, List<BoxCase.Found>>> boxes = new LinkedHashMap<>();
        for (CsvTable.Row line : table.rows()) {
            RowReader row = new RowReader(table, line, problems);
            String image = ImageNames.withoutExtension(row.required("image_id"));
            double score = row.number("score").orElse(0);
            Optional<Box> box = VinDrTable.box(row, List.of("xmin", "ymin", "xmax", "ymax"));
            if (box.isEmpty() && row.isSound()) {
                row.problem("xmin", "is empty; a row is a box");
            }
            if (row.isSound()) {
                boxes.computeIfAbsent(VinDrTable.key(row.text("finding")), key -> new LinkedHashMap<>())
                        .computeIfAbsent(image, key -> new ArrayList<>())
                        .add(new BoxCase.Found(box.orElseThrow(), score));
            }
        }
        problems.requireNone();
        return boxes;
    }
}
