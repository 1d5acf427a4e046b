package org.mammoclip.mammoclip.data;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.mammoclip.mammoclip.evaluate.table.CsvTable;
import org.mammoclip.mammoclip.evaluate.table.ReportTable;
import org.mammoclip.mammoclip.evaluate.table.RowProblems;
import org.mammoclip.mammoclip.evaluate.table.TableException;
import org.mammoclip.mammoclip.reports.BackTranslation;
import org.mammoclip.mammoclip.reports.BreastRecord;
import org.mammoclip.mammoclip.reports.ReportText;

/**
 * Breasts with reports, in splits that no patient crosses. Rows of one breast in one exam are one: distinct findings first, then distinct
 * impressions.
 *
 * @param training in the order of the table, as the others
 * @param digest of the table and of what was made of it; lower-case hexadecimal SHA-256
 * @param skippedRows bad rows that were left out, as asked
 * @param problems the first of what was wrong with them
 */
public record ReportedSet(
        List<ReportedBreast> training,
        List<ReportedBreast> validation,
        List<ReportedBreast> test,
        String digest,
        int skippedRows,
        List<String> problems) {
    public ReportedSet {
        training = List.copyOf(training);
        validation = List.copyOf(validation);
        test = List.copyOf(test);
        problems = List.copyOf(problems);
    }

    /**
     * Reads a table in either layout of the reference.
     *
     * @param splits what was decided for patients of other tables; takes those of this one
     * @param images where every image must be
     * @param translation for sections that the table itself has no other words for
     * @param skipBadRows leave rows with problems out instead of refusing the table; a patient in two splits is always refused
     * @throws TableException naming missing columns, or all problems with their lines
     */
    public static ReportedSet read(
            CsvTable table,
            PatientSplits splits,
            TrainingImages images,
            BackTranslation translation,
            boolean skipBadRows)
            throws TableException {
        ReportTable reports = ReportTable.read(table, skipBadRows);
        splits.add(
                table,
                reports.rows().stream()
                        .map(row -> new PatientSplits.Member(row.line(), row.patient()))
                        .toList());
        RowProblems problems = new RowProblems();
        Map<String, List<ReportTable.Row>> grouped = new LinkedHashMap<>();
        for (ReportTable.Row row : reports.rows()) {
            try {
                for (ReportTable.Image image : row.images()) {
                    images.require(row.patient(), image.name());
                }
                grouped.computeIfAbsent(
                                row.patient() + "/" + row.exam() + "/" + row.laterality(), key -> new ArrayList<>())
                        .add(row);
            } catch (IOException e) {
                problems.add(table.name(), row.line(), String.valueOf(e.getMessage()));
            }
        }
        List<ReportedBreast> breasts = new ArrayList<>();
        for (List<ReportTable.Row> rows : grouped.values()) {
            ReportTable.Row first = rows.get(0);
            try {
                breasts.add(new ReportedBreast(
                        table.name() + ":" + first.line(), first.patient(), record(rows, translation)));
            } catch (IllegalArgumentException e) {
                problems.add(table.name(), first.line(), String.valueOf(e.getMessage()));
            }
        }
        if (!skipBadRows) {
            problems.requireNone();
        }
        List<String> shown = new ArrayList<>(reports.problems());
        shown.addAll(problems.shown());
        if (breasts.isEmpty()) {
            throw new TableException(table.name() + ": no row is left", shown);
        }
        return new ReportedSet(
                of(breasts, splits, Split.TRAINING),
                of(breasts, splits, Split.VALIDATION),
                of(breasts, splits, Split.TEST),
                digest(table, breasts, splits),
                reports.skippedRows() + problems.badRows(),
                shown);
    }

    private static List<ReportedBreast> of(List<ReportedBreast> breasts, PatientSplits splits, Split split) {
        return breasts.stream()
                .filter(breast -> splits.of(breast.patient()) == split)
                .toList();
    }

    private static BreastRecord record(List<ReportTable.Row> rows, BackTranslation translation) {
        List<ReportTable.Image> images =
                rows.stream().flatMap(row -> row.images().stream()).toList();
        Map<ReportText, String> texts = new LinkedHashMap<>();
        Stream.of(false, true)
                .forEach(impressions -> rows.stream()
                        .flatMap(row -> row.sections().stream())
                        .filter(section -> section.impression() == impressions)
                        .forEach(section -> texts.putIfAbsent(section.text(), section.translation())));
        List<ReportText> originals = List.copyOf(texts.keySet());
        BackTranslation stored = asked -> asked.stream()
                .map(text -> texts.entrySet().stream()
                        .filter(entry -> entry.getKey().joined().equals(text))
                        .map(Map.Entry::getValue)
                        .findFirst()
                        .orElse(""))
                .toList();
        boolean has = texts.values().stream().noneMatch(String::isBlank);
        return new BreastRecord(
                images.stream().map(ReportTable.Image::name).toList(),
                ofView(images, View.CC),
                ofView(images, View.MLO),
                originals,
                (has ? stored : translation).aligned(originals));
    }

    private static List<String> ofView(List<ReportTable.Image> images, View view) {
        return images.stream()
                .filter(image -> View.of(image.view()) == view)
                .map(ReportTable.Image::name)
                .toList();
    }

    private static String digest(CsvTable table, List<ReportedBreast> breasts, PatientSplits splits) {
        StringBuilder all = new StringBuilder(table.sha256());
        breasts.forEach(breast ->
                all.append('\n').append(splits.of(breast.patient())).append(' ').append(breast.record()));
        return Sha256Text.of(all.toString());
    }

    /** The breasts of one split. */
    public List<ReportedBreast> of(Split split) {
        return switch (split) {
            case TRAINING -> training;
            case VALIDATION -> validation;
            case TEST -> test;
        };
    }
}
