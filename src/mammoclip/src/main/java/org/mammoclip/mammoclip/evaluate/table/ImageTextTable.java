package org.mammoclip.mammoclip.evaluate.table;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

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
        return ReportTable.fits(table);
    }

    /**
     * @param skipBadRows leave rows with problems out instead of refusing the table
     * @throws TableException naming missing columns, or all problems with their lines
     */
    public static ImageTextTable read(CsvTable table, boolean skipBadRows) throws TableException {
        ReportTable reports = ReportTable.read(table, skipBadRows);
        List<Pair> pairs = new ArrayList<>();
        for (ReportTable.Row row : reports.rows()) {
            String text = row.sections().stream()
                    .map(section -> section.text().joined())
                    .collect(Collectors.joining(" "));
            for (ReportTable.Image image : row.images()) {
                pairs.add(new Pair(row.line(), row.patient(), row.laterality(), image.name(), text));
            }
        }
        return new ImageTextTable(reports.name(), reports.sha256(), pairs, reports.skippedRows(), reports.problems());
    }
}
