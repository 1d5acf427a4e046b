package org.mammoclip.mammoclip.data;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.mammoclip.mammoclip.evaluate.table.CsvTable;
import org.mammoclip.mammoclip.evaluate.table.RowProblems;
import org.mammoclip.mammoclip.evaluate.table.TableException;

/**
 * The split of each patient, the same in all tables that are learned from together. A table that puts a patient into two splits, or
 * into another one than an earlier table, is refused: the same woman on both sides makes any result look better than it is.
 *
 * <p>Tables are added first; the first question {@link #of} decides by the rule for all patients whom no column decides for. Who is
 * added later may still be contradicted by a decision. Not thread-safe.
 */
public final class PatientSplits {
    private final SplitRule rule;
    private final Map<String, Statement> statements = new LinkedHashMap<>();
    private boolean open;

    /** A row and whose it is. */
    public record Member(long line, String patient) {}

    /** What is left open for a patient, and the last row that had a say; one split once it is decided. */
    private record Statement(Set<Split> allowed, String table, long line) {
        boolean isOpen() {
            return allowed.size() > 1;
        }

        Statement with(Split split) {
            return new Statement(EnumSet.of(split), table, line);
        }
    }

    public PatientSplits(SplitRule rule) {
        this.rule = rule;
    }

    /** The rows of a table that name a patient; a table of any kind. */
    public static List<Member> members(CsvTable table) {
        Optional<String> column = table.firstOf(List.of("patient_id", "study_id"));
        List<Member> members = new ArrayList<>();
        if (column.isPresent()) {
            for (CsvTable.Row row : table.rows()) {
                String patient = table.value(row, column.get());
                if (!patient.isEmpty()) {
                    members.add(new Member(row.line(), patient));
                }
            }
        }
        return members;
    }

    /**
     * Takes what the columns of a table say of its patients. The same table may be added again.
     *
     * @param members rows of this table
     * @throws TableException naming both lines for every patient in two splits, or every value that is no split
     */
    public void add(CsvTable table, List<Member> members) throws TableException {
        Map<Long, CsvTable.Row> rows = new HashMap<>();
        table.rows().forEach(row -> rows.put(row.line(), row));
        SplitColumns columns = SplitColumns.of(table, rule);
        RowProblems unclear = new RowProblems();
        RowProblems leaks = new RowProblems();
        for (Member member : members) {
            CsvTable.Row row = rows.get(member.line());
            if (row == null) {
                throw new IllegalArgumentException("no row in line " + member.line() + " of " + table.name());
            }
            try {
                narrow(member.patient(), new Statement(columns.allowed(row), table.name(), member.line()), leaks);
            } catch (IllegalArgumentException e) {
                unclear.add(table.name(), member.line(), String.valueOf(e.getMessage()));
            }
        }
        if (unclear.total() > 0) {
            throw new TableException(
                    unclear.total() + " row(s) of " + table.name() + " belong to no split; mend them", unclear.shown());
        }
        if (leaks.total() > 0) {
            throw new TableException(
                    leaks.total() + " row(s) of " + table.name()
                            + " put a patient into two splits; each patient belongs to one, mend the table",
                    leaks.shown());
        }
    }

    private void narrow(String patient, Statement said, RowProblems leaks) {
        Statement before = statements.putIfAbsent(patient, said);
        if (before == null) {
            open |= said.isOpen();
            return;
        }
        if (said.allowed().containsAll(before.allowed())) {
            return;
        }
        Set<Split> both = EnumSet.copyOf(before.allowed());
        both.retainAll(said.allowed());
        if (both.isEmpty()) {
            String where = said.table().equals(before.table())
                    ? "line " + before.line()
                    : before.table() + ":" + before.line();
            leaks.add(
                    said.table(),
                    said.line(),
                    "this patient is for " + words(said.allowed()) + " here and for " + words(before.allowed()) + " in "
                            + where);
        } else {
            statements.put(patient, new Statement(both, said.table(), said.line()));
        }
    }

    /** @throws IllegalArgumentException if no table that was added has this patient */
    public Split of(String patient) {
        if (open) {
            decide();
        }
        Statement statement = statements.get(patient);
        if (statement == null) {
            throw new IllegalArgumentException("a patient of none of the tables");
        }
        return statement.allowed().iterator().next();
    }

    private void decide() {
        List<String> free = statements.entrySet().stream()
                .filter(entry -> entry.getValue().isOpen())
                .map(Map.Entry::getKey)
                .toList();
        Set<String> chosen = rule instanceof SplitRule.Share share ? validating(share, free) : Set.of();
        statements.replaceAll((patient, statement) -> !statement.isOpen()
                ? statement
                : statement.with(chosen.contains(patient) ? Split.VALIDATION : Split.TRAINING));
        open = false;
    }

    /** By seed and patient; one patient, if that would be nobody and nobody else validates. */
    private Set<String> validating(SplitRule.Share share, List<String> free) {
        Set<String> chosen = new HashSet<>();
        for (String patient : free) {
            if (Draw.of(share.seed(), "validation", patient) < share.validation()) {
                chosen.add(patient);
            }
        }
        boolean others = statements.values().stream()
                .anyMatch(
                        statement -> !statement.isOpen() && statement.allowed().contains(Split.VALIDATION));
        if (chosen.isEmpty() && !others) {
            Draw.ordered(share.seed(), "validation", free).stream().limit(1).forEach(chosen::add);
        }
        return chosen;
    }

    private static String words(Set<Split> splits) {
        return splits.stream()
                .map(split -> split.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(" or "));
    }
}
