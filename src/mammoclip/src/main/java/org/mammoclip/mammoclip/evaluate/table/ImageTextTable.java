package org.mammoclip.mammoclip.evaluate.table;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mammoclip.mammoclip.reports.TextCleaning;

/**
 * Images with reports, in both layouts of the reference: one row per image with the report's sections, or one row per breast with
 * lists of images and sections as Python prints them.
 *
 * @param name of the file
 * @param sha256 of the file
 * @param pairs one per image
 * @param skippedRows bad rows that were left out, as asked
 * @param problems the first of what was wrong with them
 */
public record ImageTextTable(String name, String sha256, List<Pair> pairs, int skippedRows, List<String> problems) {
    /**
     * An image and the text of its breast's report.
     *
     * @param text findings, then impression, prepared; not empty
     */
    public record Pair(long line, String patient, String laterality, String image, String text) {}

    public ImageTextTable {
        pairs = List.copyOf(pairs);
        problems = List.copyOf(problems);
    }

    /** Whether the columns are those of either layout. */
    public static boolean fits(CsvTable table) {
        return isGrouped(table) || (table.has("image_id") && table.has("findings") && table.has("impression"));
    }

    private static boolean isGrouped(CsvTable table) {
        return table.has("image") && table.has("text") && table.has("laterality");
    }

    /**
     * @param skipBadRows leave rows with problems out instead of refusing the table
     * @throws TableException naming missing columns, or all problems with their lines
     */
    public static ImageTextTable read(CsvTable table, boolean skipBadRows) throws TableException {
        boolean grouped = isGrouped(table);
        table.require(
                grouped
                        ? List.of("patient_id", "laterality", "image", "text")
                        : List.of("patient_id", "laterality", "image_id", "FINDINGS", "IMPRESSION"));
        RowProblems problems = new RowProblems();
        Map<String, Pair> pairs = new LinkedHashMap<>();
        for (CsvTable.Row line : table.rows()) {
            RowReader row = new RowReader(table, line, problems);
            String patient = row.required("patient_id");
            String side = row.laterality("laterality");
            String text = grouped ? String.join(" ", list(row, "text")) : sections(row);
            List<String> images = grouped ? list(row, "image") : List.of(row.required("image_id"));
            if (row.isSound() && text.isBlank()) {
                row.problem(grouped ? "text" : "FINDINGS", "no sentence of three words or more in this report");
            }
            for (String file : images) {
                String image = ImageNames.withoutExtension(file);
                if (row.isSound()) {
                    String key = patient + "/" + image;
                    Pair earlier = pairs.putIfAbsent(key, new Pair(line.line(), patient, side, image, text));
                    if (earlier != null) {
                        row.problem(grouped ? "image" : "image_id", "the same image as in line " + earlier.line());
                    }
                }
            }
        }
        if (!skipBadRows) {
            problems.requireNone();
        }
        return new ImageTextTable(
                table.name(), table.sha256(), new ArrayList<>(pairs.values()), problems.badRows(), problems.shown());
    }

    private static String sections(RowReader row) {
        List<String> sentences = new ArrayList<>(TextCleaning.findings(row.text("FINDINGS")));
        sentences.addAll(TextCleaning.impression(row.text("IMPRESSION")));
        return String.join(" ", sentences);
    }

    private static List<String> list(RowReader row, String column) {
        try {
            return PythonList.parse(row.required(column));
        } catch (IllegalArgumentException e) {
            row.problem(column, String.valueOf(e.getMessage()));
            return List.of();
        }
    }
}
