package org.mammoclip.mammoclip.data.check;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mammoclip.mammoclip.evaluate.table.CsvTable;
import org.mammoclip.mammoclip.evaluate.table.ImageNames;
import org.mammoclip.mammoclip.evaluate.table.ImageTextTable;
import org.mammoclip.mammoclip.evaluate.table.LabelledRow;
import org.mammoclip.mammoclip.evaluate.table.LabelledTable;
import org.mammoclip.mammoclip.evaluate.table.PythonList;
import org.mammoclip.mammoclip.evaluate.table.RsnaTable;
import org.mammoclip.mammoclip.evaluate.table.TableException;
import org.mammoclip.mammoclip.evaluate.table.VinDrTable;
import org.mammoclip.mammoclip.reports.TextCleaning;

/** Reads a table as training does, but leaves bad rows out and says of them what is wrong. */
public final class TableReading {
    private static final Pattern DIGIT = Pattern.compile("[0-6]");
    private static final int OLDEST = 130;

    private final CsvTable table;
    private final Map<Long, CsvTable.Row> byLine = new HashMap<>();

    private TableReading(CsvTable table) {
        this.table = table;
        table.rows().forEach(row -> byLine.put(row.line(), row));
    }

    /**
     * Reads a file; one that is no table of ours has no rows and a problem.
     *
     * @throws IOException if there is no such file or it cannot be read now
     */
    public static CheckedTable read(Path file) throws IOException {
        try {
            return read(CsvTable.read(file));
        } catch (TableException e) {
            return unreadable(String.valueOf(file.getFileName()), "", 0, e);
        }
    }

    /** Reads a table that is in memory. */
    public static CheckedTable read(CsvTable table) {
        try {
            TableKind kind = TableKind.of(table);
            TableReading reading = new TableReading(table);
            return switch (kind) {
                case IMAGE_TEXT -> reading.imageText();
                case VINDR -> reading.labelled(kind, VinDrTable.read(table, true));
                case RSNA -> reading.labelled(kind, RsnaTable.read(table, true));
                case UNKNOWN -> throw new IllegalStateException("a table that is read has a kind");
            };
        } catch (TableException e) {
            return unreadable(table.name(), table.sha256(), table.rows().size(), e);
        }
    }

    private static CheckedTable unreadable(String name, String sha256, int rows, TableException why) {
        List<String> problems = new ArrayList<>(List.of(String.valueOf(why.getMessage())));
        problems.addAll(why.problems());
        return new CheckedTable(
                name, sha256, TableKind.UNKNOWN, List.of(), List.of(), List.of(), rows, rows, problems, false, false);
    }

    private CheckedTable labelled(TableKind kind, LabelledTable read) {
        List<CheckedRow> rows = new ArrayList<>();
        for (LabelledRow row : read.rows()) {
            Set<String> positives = new TreeSet<>();
            read.labels().stream().filter(row::isPositive).forEach(positives::add);
            rows.add(row(
                    row.line(),
                    new ImageName(row.patient(), row.image()),
                    row.laterality(),
                    row.view(),
                    row.density(),
                    positives));
        }
        return table(kind, read.labels(), rows, List.of(), read.skippedRows(), read.problems());
    }

    private CheckedTable imageText() throws TableException {
        ImageTextTable read = ImageTextTable.read(table, true);
        List<CheckedRow> rows = new ArrayList<>();
        Map<String, List<CheckedRow>> breasts = new LinkedHashMap<>();
        for (ImageTextTable.Pair pair : read.pairs()) {
            CheckedRow row = row(
                    pair.line(),
                    new ImageName(pair.patient(), pair.image()),
                    pair.laterality(),
                    viewOf(pair),
                    OptionalInt.empty(),
                    Set.of());
            rows.add(row);
            breasts.computeIfAbsent(row.patient() + "\n" + row.exam() + "\n" + row.side(), key -> new ArrayList<>())
                    .add(row);
        }
        List<CheckedReport> reports =
                breasts.values().stream().map(this::report).toList();
        return table(TableKind.IMAGE_TEXT, List.of(), rows, reports, read.skippedRows(), read.problems());
    }

    private CheckedTable table(
            TableKind kind,
            List<String> labels,
            List<CheckedRow> rows,
            List<CheckedReport> reports,
            int badRows,
            List<String> problems) {
        return new CheckedTable(
                table.name(),
                table.sha256(),
                kind,
                labels,
                rows,
                reports,
                table.rows().size(),
                badRows,
                problems,
                table.has("split"),
                table.has("fold"));
    }

    private CheckedRow row(
            long line, ImageName image, String side, String view, OptionalInt density, Set<String> positives) {
        String exam = text(line, "study_id").or(() -> text(line, "exam_id")).orElse(image.patient());
        return new CheckedRow(
                line,
                image,
                exam,
                side,
                view.toUpperCase(Locale.ROOT),
                text(line, "split").orElse(""),
                text(line, "fold").orElse(""),
                age(line),
                text(line, "BIRADS_numeric")
                        .or(() -> text(line, "breast_birads"))
                        .or(() -> text(line, "BIRADS"))
                        .map(TableReading::digit)
                        .orElse(""),
                density,
                positives);
    }

    private Optional<String> text(long line, String column) {
        CsvTable.Row row = byLine.get(line);
        return row == null || !table.has(column)
                ? Optional.empty()
                : Optional.of(table.value(row, column)).filter(value -> !value.isEmpty());
    }

    private OptionalInt age(long line) {
        try {
            double years = Double.parseDouble(text(line, "AGE").orElse(""));
            return years >= 0 && years <= OLDEST ? OptionalInt.of((int) years) : OptionalInt.empty();
        } catch (NumberFormatException e) {
            return OptionalInt.empty();
        }
    }

    private static String digit(String birads) {
        Matcher digit = DIGIT.matcher(birads);
        return digit.find() ? digit.group() : "";
    }

    /** Of a table with a row per breast: the list its image is in. */
    private String viewOf(ImageTextTable.Pair pair) {
        Optional<String> view = text(pair.line(), "view").filter(value -> !value.startsWith("["));
        if (view.isPresent()) {
            return view.get();
        }
        for (String column : List.of("CC", "MLO")) {
            if (list(pair.line(), column).stream()
                    .map(ImageNames::withoutExtension)
                    .anyMatch(pair.image()::equals)) {
                return column;
            }
        }
        return "";
    }

    private List<String> list(long line, String column) {
        try {
            return text(line, column).map(PythonList::parse).orElse(List.of());
        } catch (IllegalArgumentException e) {
            return List.of();
        }
    }

    private CheckedReport report(List<CheckedRow> breast) {
        List<String> findings = new ArrayList<>();
        List<String> impressions = new ArrayList<>();
        boolean lists = !table.has("FINDINGS") || !table.has("IMPRESSION");
        for (CheckedRow row : breast) {
            if (lists) {
                list(row.line(), "text").forEach(text -> addNew(findings, text));
            } else {
                addNew(
                        findings,
                        String.join(
                                " ",
                                TextCleaning.findings(
                                        text(row.line(), "FINDINGS").orElse(""))));
                addNew(
                        impressions,
                        String.join(
                                " ",
                                TextCleaning.impression(
                                        text(row.line(), "IMPRESSION").orElse(""))));
            }
        }
        List<String> texts = new ArrayList<>(findings);
        impressions.forEach(text -> addNew(texts, text));
        boolean both = lists && findings.size() > 1;
        return new CheckedReport(
                breast.get(0).line(),
                breast.get(0).patient(),
                texts,
                !findings.isEmpty(),
                lists ? both : !impressions.isEmpty());
    }

    private static void addNew(List<String> texts, String text) {
        if (!text.isBlank() && !texts.contains(text)) {
            texts.add(text);
        }
    }
}
