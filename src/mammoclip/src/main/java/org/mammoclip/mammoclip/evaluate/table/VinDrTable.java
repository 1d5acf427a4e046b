package org.mammoclip.mammoclip.evaluate.table;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import org.mammoclip.mammoclip.evaluate.metric.Box;

/**
 * VinDr-Mammo, one row per finding: the published {@code finding_annotations.csv} and the reference's {@code
 * vindr_detection_v1_folds.csv}, which adds 0/1 columns per finding and boxes in prepared pictures.
 */
public final class VinDrTable {
    /** Names as the table lists them; keys are lower case with underscores. */
    public static final List<String> FINDINGS = List.of(
            "Mass",
            "Suspicious Calcification",
            "Architectural Distortion",
            "Global Asymmetry",
            "Focal Asymmetry",
            "Asymmetry",
            "Suspicious Lymph Node",
            "Nipple Retraction",
            "Skin Retraction",
            "Skin Thickening");

    private static final String NO_FINDING = "No Finding";
    private static final List<String> SOURCE_BOX = List.of("xmin", "ymin", "xmax", "ymax");
    private static final List<String> PREPARED_BOX =
            List.of("resized_xmin", "resized_ymin", "resized_xmax", "resized_ymax");

    private VinDrTable() {}

    /** Whether the columns are those of this table. */
    public static boolean fits(CsvTable table) {
        return table.has("finding_categories") && table.has("breast_density");
    }

    /** The key of a finding. */
    public static String key(String finding) {
        return finding.toLowerCase(Locale.ROOT).replace(' ', '_');
    }

    /**
     * @param skipBadRows leave rows with problems out instead of refusing the table
     * @throws TableException naming missing columns, or all problems with their lines
     */
    public static LabelledTable read(CsvTable table, boolean skipBadRows) throws TableException {
        table.require(List.of("image_id", "laterality", "finding_categories"));
        String patient = table.firstOf(List.of("patient_id", "study_id"))
                .orElseThrow(() -> new TableException(table.name() + ":1: no column 'patient_id' or 'study_id'"));
        String view = table.firstOf(List.of("view", "view_position")).orElse("view");
        RowProblems problems = new RowProblems();
        Map<String, String> owners = new HashMap<>();
        List<LabelledRow> rows = new ArrayList<>();
        for (CsvTable.Row line : table.rows()) {
            RowReader row = new RowReader(table, line, problems);
            String image = ImageNames.withoutExtension(row.required("image_id"));
            String owner = row.required(patient);
            if (!owner.equals(owners.computeIfAbsent(image, key -> owner))) {
                row.problem(patient, "image " + RowReader.quoted(image) + " has another patient in an earlier row");
            }
            LabelledRow read = new LabelledRow(
                    line.line(),
                    owner,
                    row.laterality("laterality"),
                    row.text(view),
                    image,
                    labels(table, row),
                    Density.read(row, "breast_density"),
                    box(row, SOURCE_BOX),
                    box(row, PREPARED_BOX));
            if (row.isSound()) {
                rows.add(read);
            }
        }
        if (!skipBadRows) {
            problems.requireNone();
        }
        List<String> keys = FINDINGS.stream().map(VinDrTable::key).toList();
        return new LabelledTable(table.name(), table.sha256(), keys, rows, problems.badRows(), problems.shown());
    }

    private static Map<String, Boolean> labels(CsvTable table, RowReader row) {
        Set<String> named;
        try {
            named = PythonList.parse(row.required("finding_categories")).stream()
                    .map(name -> name.replace('_', ' '))
                    .collect(Collectors.toSet());
        } catch (IllegalArgumentException e) {
            row.problem("finding_categories", String.valueOf(e.getMessage()));
            return Map.of();
        }
        for (String name : named) {
            if (!FINDINGS.contains(name) && !name.equals(NO_FINDING)) {
                row.problem("finding_categories", "unknown finding " + RowReader.quoted(name));
            }
        }
        Map<String, Boolean> labels = new LinkedHashMap<>();
        for (String finding : FINDINGS) {
            boolean present = named.contains(finding);
            labels.put(key(finding), present);
            String column = finding.replace(' ', '_');
            if (table.has(column)) {
                Optional<Boolean> flag = row.flag(column);
                if (flag.isPresent() && flag.get() != present) {
                    row.problem(column, "contradicts finding_categories");
                }
            }
        }
        return labels;
    }

    static Optional<Box> box(RowReader row, List<String> edges) {
        if (edges.stream().allMatch(edge -> row.text(edge).isEmpty())) {
            return Optional.empty();
        }
        double[] values = new double[4];
        for (int i = 0; i < values.length; i++) {
            OptionalDouble value = row.number(edges.get(i));
            values[i] = value.orElse(Double.NaN);
        }
        try {
            return row.isSound() ? Optional.of(new Box(values[0], values[1], values[2], values[3])) : Optional.empty();
        } catch (IllegalArgumentException e) {
            row.problem(edges.get(0), String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }
}
