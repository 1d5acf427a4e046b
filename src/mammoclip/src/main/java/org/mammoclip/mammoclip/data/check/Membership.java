package org.mammoclip.mammoclip.data.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Who is in which split and fold, and who is in two. */
final class Membership {
    private static final String TEST = "test";

    private final List<CheckedTable> tables;

    Membership(List<CheckedTable> tables) {
        this.tables = tables;
    }

    /** Where a patient was first seen with a value. */
    private record Seen(String value, String place) {}

    List<Problem> problems() {
        List<Problem> problems = new ArrayList<>();
        twice(Issue.PATIENT_IN_TWO_SPLITS, "split", tables, CheckedRow::split, problems);
        for (TableKind kind : TableKind.values()) {
            List<CheckedTable> same =
                    tables.stream().filter(table -> table.kind() == kind).toList();
            twice(Issue.PATIENT_IN_TWO_FOLDS, "fold", same, CheckedRow::fold, problems);
        }
        testPatientsElsewhere(problems);
        return problems;
    }

    private static void twice(
            Issue issue,
            String column,
            List<CheckedTable> tables,
            Function<CheckedRow, String> value,
            List<Problem> problems) {
        Map<String, Seen> seen = new HashMap<>();
        Map<String, String> where = new LinkedHashMap<>();
        for (CheckedTable table : tables) {
            for (CheckedRow row : table.rows()) {
                String now = value.apply(row);
                if (!now.isEmpty()) {
                    String place = table.name() + ":" + row.line();
                    Seen earlier = seen.putIfAbsent(row.patient(), new Seen(now, place));
                    if (earlier != null && !earlier.value().equalsIgnoreCase(now)) {
                        where.putIfAbsent(
                                row.patient(),
                                place + ": patient " + row.patient() + " has " + column + " " + now + ", but "
                                        + earlier.value() + " in " + earlier.place());
                    }
                }
            }
        }
        if (!where.isEmpty()) {
            problems.add(new Problem(
                    issue,
                    where.size(),
                    where.size() + " of " + seen.size() + " patients are in more than one " + column,
                    List.copyOf(where.values())));
        }
    }

    private void testPatientsElsewhere(List<Problem> problems) {
        Set<String> test = new HashSet<>();
        tables.forEach(table -> table.rows().stream()
                .filter(row -> row.split().equalsIgnoreCase(TEST))
                .forEach(row -> test.add(row.patient())));
        for (CheckedTable table : tables) {
            Set<String> patients = new LinkedHashSet<>();
            table.rows().stream()
                    .filter(row -> row.split().isEmpty() && test.contains(row.patient()))
                    .forEach(row -> patients.add(row.patient()));
            if (!patients.isEmpty()) {
                problems.add(new Problem(
                        Issue.TEST_PATIENTS_ELSEWHERE,
                        patients.size(),
                        patients.size() + " patients of a test split are in " + table.name()
                                + ", which does not say so",
                        patients.stream().map(patient -> "patient " + patient).toList()));
            }
        }
    }

    /** Whether some table puts two of these images into different splits or folds. */
    static boolean differ(List<ImageName> images, Map<ImageName, List<String>> groupsOf) {
        Map<String, String> values = new HashMap<>();
        for (ImageName image : images) {
            for (String group : groupsOf.getOrDefault(image, List.of())) {
                int end = group.indexOf('=');
                String earlier = values.putIfAbsent(group.substring(0, end), group.substring(end));
                if (earlier != null && !earlier.equals(group.substring(end))) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Splits and folds of these images, as {@code table number/column=value}. */
    Map<ImageName, List<String>> groups(Set<ImageName> wanted) {
        Map<ImageName, List<String>> groups = new HashMap<>();
        for (int i = 0; i < tables.size(); i++) {
            for (CheckedRow row : tables.get(i).rows()) {
                if (!wanted.contains(row.image())) {
                    continue;
                }
                List<String> of = groups.computeIfAbsent(row.image(), image -> new ArrayList<>(2));
                add(of, i + "/split=", row.split());
                add(of, i + "/fold=", row.fold());
            }
        }
        return groups;
    }

    private static void add(List<String> groups, String column, String value) {
        if (!value.isEmpty() && !groups.contains(column + value)) {
            groups.add(column + value);
        }
    }
}
