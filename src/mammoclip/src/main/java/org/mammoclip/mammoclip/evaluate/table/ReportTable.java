package org.mammoclip.mammoclip.evaluate.table;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.mammoclip.mammoclip.reports.ReportText;
import org.mammoclip.mammoclip.reports.TextCleaning;

/**
 * Images with reports, row by row, in both layouts of the reference: one row per image with the report's sections as written, or
 * one row per breast with lists, as Python prints them, of images and of sections that were cleaned before.
 *
 * @param name of the file
 * @param sha256 of the file
 * @param rows in the order of the file
 * @param skippedRows bad rows that were left out, as asked
 * @param problems the first of what was wrong with them
 */
public record ReportTable(String name, String sha256, List<Row> rows, int skippedRows, List<String> problems) {
    /** Says which of a patient's exams an image is of; a table without it has one exam per patient. */
    private static final List<String> EXAM = List.of("study_id", "exam_id");

    private static final String TRANSLATED = "text_augment";

    /** An image and, if the table says so, its view. */
    public record Image(String name, String view) {}

    /**
     * A section of a report.
     *
     * @param impression whether it comes after all findings
     * @param translation the same in other words as the table has it; empty if it has none
     */
    public record Section(boolean impression, ReportText text, String translation) {}

    /**
     * One row.
     *
     * @param exam key of the exam; empty if the table has no column {@code study_id} or {@code exam_id}
     * @param laterality L or R
     * @param images at least one
     * @param sections at least one
     */
    public record Row(
            long line, String patient, String exam, String laterality, List<Image> images, List<Section> sections) {
        public Row {
            images = List.copyOf(images);
            sections = List.copyOf(sections);
        }
    }

    public ReportTable {
        rows = List.copyOf(rows);
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
    public static ReportTable read(CsvTable table, boolean skipBadRows) throws TableException {
        boolean grouped = isGrouped(table);
        table.require(
                grouped
                        ? List.of("patient_id", "laterality", "image", "text")
                        : List.of("patient_id", "laterality", "image_id", "FINDINGS", "IMPRESSION"));
        RowProblems problems = new RowProblems();
        Map<String, Long> seen = new HashMap<>();
        List<Row> rows = new ArrayList<>();
        for (CsvTable.Row line : table.rows()) {
            RowReader row = new RowReader(table, line, problems);
            String patient = row.required("patient_id");
            String side = row.laterality("laterality");
            List<Section> sections = grouped ? cleaned(row) : written(row);
            List<Image> images = grouped ? images(row) : List.of(image(row));
            if (row.isSound() && sections.isEmpty()) {
                row.problem(grouped ? "text" : "FINDINGS", "no sentence of three words or more in this report");
            }
            if (row.isSound() && images.isEmpty()) {
                row.problem("image", "an empty list");
            }
            for (Image image : images) {
                if (row.isSound()) {
                    Long earlier = seen.putIfAbsent(patient + "/" + image.name(), line.line());
                    if (earlier != null) {
                        row.problem(grouped ? "image" : "image_id", "the same image as in line " + earlier);
                    }
                }
            }
            if (row.isSound()) {
                String exam = table.firstOf(EXAM).map(row::text).orElse("");
                rows.add(new Row(line.line(), patient, exam, side, images, sections));
            }
        }
        if (!skipBadRows) {
            problems.requireNone();
        }
        return new ReportTable(table.name(), table.sha256(), rows, problems.badRows(), problems.shown());
    }

    private static Image image(RowReader row) {
        return new Image(ImageNames.withoutExtension(row.required("image_id")), row.text("view"));
    }

    /** All images of a breast; the columns of the views say which is which. */
    private static List<Image> images(RowReader row) {
        Map<String, String> views = new HashMap<>();
        for (String view : List.of("CC", "MLO")) {
            if (!row.text(view).isEmpty()) {
                list(row, view).forEach(file -> views.put(ImageNames.withoutExtension(file), view));
            }
        }
        return list(row, "image").stream()
                .map(ImageNames::withoutExtension)
                .map(name -> new Image(name, views.getOrDefault(name, "")))
                .toList();
    }

    private static List<Section> written(RowReader row) {
        List<Section> sections = new ArrayList<>();
        List<String> findings = TextCleaning.findings(row.text("FINDINGS"));
        if (!findings.isEmpty()) {
            sections.add(new Section(false, new ReportText(findings), ""));
        }
        List<String> impression = TextCleaning.impression(row.text("IMPRESSION"));
        if (!impression.isEmpty()) {
            sections.add(new Section(true, new ReportText(impression), ""));
        }
        return sections;
    }

    /** Sections as they are: there are no sentences any more, so each is one. */
    private static List<Section> cleaned(RowReader row) {
        List<String> texts = list(row, "text");
        List<String> translations = row.text(TRANSLATED).isEmpty() ? List.of() : list(row, TRANSLATED);
        if (!translations.isEmpty() && translations.size() != texts.size()) {
            row.problem(TRANSLATED, translations.size() + " elements for " + texts.size() + " of text");
            return List.of();
        }
        List<Section> sections = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            if (!texts.get(i).isBlank()) {
                String translation =
                        translations.isEmpty() ? "" : translations.get(i).strip();
                sections.add(
                        new Section(false, new ReportText(List.of(texts.get(i).strip())), translation));
            }
        }
        return sections;
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
