package org.mammoclip.mammoclip.evaluate.table;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The RSNA screening mammography table, one row per image, with the reference's {@code fold} column or without it. */
public final class RsnaTable {
    /** The one question of this table. */
    public static final String CANCER = "cancer";

    private RsnaTable() {}

    /** Whether the columns are those of this table. */
    public static boolean fits(CsvTable table) {
        return table.has(CANCER) && table.has("image_id") && table.has("patient_id") && table.has("laterality");
    }

    /**
     * @param skipBadRows leave rows with problems out instead of refusing the table
     * @throws TableException naming missing columns, or all problems with their lines
     */
    public static LabelledTable read(CsvTable table, boolean skipBadRows) throws TableException {
        table.require(List.of("patient_id", "image_id", "laterality", CANCER));
        RowProblems problems = new RowProblems();
        List<LabelledRow> rows = new ArrayList<>();
        Map<String, Long> seen = new HashMap<>();
        for (CsvTable.Row line : table.rows()) {
            RowReader row = new RowReader(table, line, problems);
            String patient = row.required("patient_id");
            String image = ImageNames.withoutExtension(row.required("image_id"));
            Long earlier = seen.putIfAbsent(patient + "/" + image, line.line());
            if (earlier != null) {
                row.problem("image_id", "the same image as in line " + earlier);
            }
            Optional<Boolean> cancer = row.flag(CANCER);
            LabelledRow read = new LabelledRow(
                    line.line(),
                    patient,
                    row.laterality("laterality"),
                    row.text("view"),
                    image,
                    Map.of(CANCER, cancer.orElse(false)),
                    Density.read(row, "density"),
                    Optional.empty(),
                    Optional.empty());
            if (row.isSound()) {
                rows.add(read);
            }
        }
        if (!skipBadRows) {
            problems.requireNone();
        }
        return new LabelledTable(
                table.name(), table.sha256(), List.of(CANCER), rows, problems.badRows(), problems.shown());
    }
}
