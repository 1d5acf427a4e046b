package org.mammoclip.mammoclip.data.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;

/** The balance of labels in a table, its splits and its folds. */
final class Groups {
    private Groups() {}

    static List<GroupFigures> of(CheckedTable table) {
        List<GroupFigures> groups = new ArrayList<>(List.of(group(table, "", "", table.rows())));
        if (table.splitColumn()) {
            groups.addAll(by(table, "split", CheckedRow::split));
        }
        if (table.foldColumn()) {
            groups.addAll(by(table, "fold", CheckedRow::fold));
        }
        return table.rows().isEmpty() ? List.of() : groups;
    }

    private static List<GroupFigures> by(CheckedTable table, String column, Function<CheckedRow, String> value) {
        Map<String, List<CheckedRow>> rows = new TreeMap<>();
        table.rows()
                .forEach(row -> rows.computeIfAbsent(value.apply(row), key -> new ArrayList<>())
                        .add(row));
        List<GroupFigures> groups = new ArrayList<>();
        rows.forEach((key, of) -> groups.add(group(table, column, key, of)));
        return groups;
    }

    private static GroupFigures group(CheckedTable table, String column, String value, List<CheckedRow> rows) {
        Set<String> patients = new HashSet<>();
        Set<ImageName> images = new HashSet<>();
        Map<String, Set<ImageName>> positives = new LinkedHashMap<>();
        Map<ImageName, Integer> densities = new HashMap<>();
        table.labels().forEach(label -> positives.put(label, new HashSet<>()));
        for (CheckedRow row : rows) {
            patients.add(row.patient());
            images.add(row.image());
            row.positives()
                    .forEach(label -> positives
                            .computeIfAbsent(label, key -> new HashSet<>())
                            .add(row.image()));
            row.density().ifPresent(density -> densities.put(row.image(), density));
        }
        Map<String, Integer> counts = new LinkedHashMap<>();
        positives.forEach((label, of) -> counts.put(label, of.size()));
        int[] classes = new int[4];
        densities.values().forEach(density -> classes[density]++);
        return new GroupFigures(
                table.name(),
                column,
                value,
                patients.size(),
                images.size(),
                counts,
                IntStream.of(classes).boxed().toList());
    }

    /** Labels that exist, but not in some group. */
    static List<Problem> problems(List<GroupFigures> groups) {
        Map<String, GroupFigures> whole = new HashMap<>();
        List<String> where = new ArrayList<>();
        for (GroupFigures group : groups) {
            if (group.column().isEmpty()) {
                whole.put(group.table(), group);
                continue;
            }
            Map<String, Integer> all = whole.getOrDefault(group.table(), group).positives();
            group.positives().forEach((label, positives) -> {
                if (positives == 0 && all.getOrDefault(label, 0) > 0) {
                    where.add(group.table() + ", " + group.title() + ": no " + label);
                }
            });
        }
        return where.isEmpty()
                ? List.of()
                : List.of(new Problem(
                        Issue.NO_POSITIVES,
                        where.size(),
                        where.size() + " label(s) have no positive image in some split or fold",
                        where));
    }
}
