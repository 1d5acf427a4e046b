package org.mammoclip.worker.learn;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.mammoclip.mammoclip.evaluate.table.CsvTable;
import org.mammoclip.mammoclip.evaluate.table.RowProblems;
import org.mammoclip.mammoclip.evaluate.table.TableException;
import org.mammoclip.mammoclip.reports.ReportSections;
import org.mammoclip.mammogram.Laterality;

/**
 * Reports by the study they are about: a table with a row per report, or per breast. A study is named by its Study Instance UID, by
 * its Accession Number, or by its patient if she has one study only; the words are whole reports with headings, or sections. Not
 * thread-safe: it remembers which reports were asked for.
 */
final class ReportFile {
    private static final List<String> STUDY = List.of("study_instance_uid", "StudyInstanceUID", "study_uid");
    private static final List<String> ACCESSION = List.of("accession_number", "AccessionNumber", "accession");
    private static final List<String> PATIENT = List.of("patient_id", "PatientID");
    private static final List<String> WHOLE = List.of("report", "report_text", "text");
    private static final List<String> BIRADS = List.of("BIRADS_numeric", "birads");
    private static final List<String> SIDE = List.of("laterality", "side");

    private final CsvTable table;
    private final RowProblems problems = new RowProblems();
    private final Map<String, List<Report>> byKey = new HashMap<>();
    private final Map<Report, Boolean> used = new HashMap<>();

    /**
     * One row.
     *
     * @param side of the breast it is about; empty: of both
     * @param birads as written, may be empty
     */
    record Report(long line, Optional<Laterality> side, ReportSections sections, String birads) {}

    private ReportFile(CsvTable table) {
        this.table = table;
    }

    /**
     * @param skipBadRows leave rows with problems out instead of refusing the table
     * @throws TableException naming what columns are missing, or all problems with their lines
     */
    static ReportFile read(CsvTable table, boolean skipBadRows) throws TableException {
        ReportFile file = new ReportFile(table);
        file.read();
        if (!skipBadRows) {
            file.problems.requireNone();
        }
        return file;
    }

    private void read() throws TableException {
        Optional<String> whole = table.firstOf(WHOLE);
        if (whole.isEmpty() && !(table.has("FINDINGS") || table.has("IMPRESSION"))) {
            throw new TableException(table.name() + ":1: no words: a column " + String.join(", ", WHOLE)
                    + " for whole reports, or FINDINGS and IMPRESSION; the header line has "
                    + String.join(", ", table.columns()));
        }
        if (table.firstOf(STUDY).isEmpty()
                && table.firstOf(ACCESSION).isEmpty()
                && table.firstOf(PATIENT).isEmpty()) {
            throw new TableException(table.name() + ":1: no column says which study a report is about: "
                    + STUDY.get(0) + ", " + ACCESSION.get(0) + " or " + PATIENT.get(0) + "; the header line has "
                    + String.join(", ", table.columns()));
        }
        for (CsvTable.Row row : table.rows()) {
            try {
                add(row, whole);
            } catch (IllegalArgumentException e) {
                problems.add(table.name(), row.line(), String.valueOf(e.getMessage()));
            }
        }
    }

    private void add(CsvTable.Row row, Optional<String> whole) {
        String key = value(row, STUDY)
                .map(ReportFile::study)
                .or(() -> value(row, ACCESSION).map(ReportFile::accession))
                .or(() -> value(row, PATIENT).map(ReportFile::patient))
                .orElseThrow(() -> new IllegalArgumentException("does not say which study it is about"));
        Optional<Laterality> side = value(row, SIDE).flatMap(ReportFile::side);
        ReportSections sections = whole.isPresent()
                ? ReportSections.parse(table.value(row, whole.get()))
                : new ReportSections(
                        "",
                        value(row, List.of("FINDINGS")).orElse(""),
                        value(row, List.of("IMPRESSION")).orElse(""));
        if (sections.isEmpty()) {
            throw new IllegalArgumentException(
                    whole.isPresent()
                            ? "no section that begins a line with FINDINGS: or IMPRESSION:"
                            : "FINDINGS and IMPRESSION are empty");
        }
        List<Report> known = byKey.computeIfAbsent(key, study -> new ArrayList<>());
        for (Report other : known) {
            if (other.side().isEmpty() || side.isEmpty() || other.side().equals(side)) {
                throw new IllegalArgumentException("another report of the study or breast in line " + other.line());
            }
        }
        Report report =
                new Report(row.line(), side, sections, value(row, BIRADS).orElse(""));
        known.add(report);
        used.put(report, false);
    }

    private Optional<String> value(CsvTable.Row row, List<String> columns) {
        return table.firstOf(columns).map(column -> table.value(row, column)).filter(text -> !text.isEmpty());
    }

    private static Optional<Laterality> side(String value) {
        return switch (value.toUpperCase(Locale.ROOT)) {
            case "L", "LEFT" -> Optional.of(Laterality.LEFT);
            case "R", "RIGHT" -> Optional.of(Laterality.RIGHT);
            case "B", "BOTH", "BILATERAL" -> Optional.empty();
            default -> throw new IllegalArgumentException("laterality: '" + value + "' is not L, R or B");
        };
    }

    private static String study(String uid) {
        return "study " + uid;
    }

    private static String accession(String number) {
        return "accession " + number;
    }

    private static String patient(String id) {
        return "patient " + id;
    }

    /**
     * The reports of a study; one, or one per breast.
     *
     * @param onlyOne whether the patient has no other study, so that her Patient ID is enough
     */
    List<Report> of(FoundStudy study, boolean onlyOne) {
        List<String> keys = new ArrayList<>(List.of(study(study.uid().value())));
        study.accessionNumber().ifPresent(number -> keys.add(accession(number)));
        if (onlyOne) {
            keys.add(patient(study.patientId()));
        }
        for (String key : keys) {
            List<Report> found = byKey.getOrDefault(key, List.of());
            if (!found.isEmpty()) {
                found.forEach(report -> used.put(report, true));
                return List.copyOf(found);
            }
        }
        return List.of();
    }

    /** Lines of the sound reports that nobody asked for. */
    List<Long> unused() {
        return used.entrySet().stream()
                .filter(report -> !report.getValue())
                .map(report -> report.getKey().line())
                .sorted()
                .toList();
    }

    /** What was wrong with which row. */
    RowProblems problems() {
        return problems;
    }

    CsvTable table() {
        return table;
    }
}
