package org.mammoclip.mammoclip.data;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.mammoclip.mammoclip.evaluate.table.CsvTable;
import org.mammoclip.mammoclip.evaluate.table.RowProblems;
import org.mammoclip.mammoclip.evaluate.table.TableException;

/**
 * The split of each patient, the same in all tables that are learned from together. A table that puts a patient into two splits, or
 * into another one than an earlier table, is refused: the same woman on both sides makes any result look better than it is. Not
 * thread-safe.
 */
public final class PatientSplits {
    private final SplitRule rule;
    private final Map<String, Decision> decisions = new HashMap<>();

    /** A row and whose it is. */
    public record Member(long line, String patient) {}

    /** What the rows so far leave open for a patient, and the last row that had a say. */
    private record Statement(Set<Split> allowed, long line) {}

    private record Decision(Split split, String table, long line) {}

    public PatientSplits(SplitRule rule) {
        this.rule = rule;
    }

    /**
     * Decides for the patients of a table. Whom an earlier table decided for keeps that split.
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
        Map<String, Statement> statements = new LinkedHashMap<>();
        for (Member member : members) {
            CsvTable.Row row = rows.get(member.line());
            if (row == null) {
                throw new IllegalArgumentException("no row in line " + member.line() + " of " + table.name());
            }
            try {
                narrow(statements, member, columns.allowed(row), table.name(), leaks);
            } catch (IllegalArgumentException e) {
                unclear.add(table.name(), member.line(), String.valueOf(e.getMessage()));
            }
        }
        if (unclear.total() > 0) {
            throw new TableException(
                    unclear.total() + " row(s) of " + table.name() + " belong to no split; mend them", unclear.shown());
        }
        statements.forEach((patient, statement) -> compare(patient, statement, table.name(), leaks));
        if (leaks.total() > 0) {
            throw new TableException(
                    leaks.total() + " row(s) of " + table.name()
                            + " put a patient into two splits; each patient belongs to one, mend the table",
                    leaks.shown());
        }
        decide(statements, table.name());
    }

    private static void narrow(
            Map<String, Statement> statements, Member member, Set<Split> allowed, String table, RowProblems leaks) {
        Statement before = statements.get(member.patient());
        if (before == null) {
            statements.put(member.patient(), new Statement(allowed, member.line()));
            return;
        }
        if (allowed.containsAll(before.allowed())) {
            return;
        }
        Set<Split> both = EnumSet.copyOf(before.allowed());
        both.retainAll(allowed);
        if (both.isEmpty()) {
            leaks.add(
                    table,
                    member.line(),
                    "this patient is for " + words(allowed) + " here and for " + words(before.allowed()) + " in line "
                            + before.line());
        } else {
            statements.put(member.patient(), new Statement(both, member.line()));
        }
    }

    private void compare(String patient, Statement statement, String table, RowProblems leaks) {
        Decision earlier = decisions.get(patient);
        if (earlier != null && !statement.allowed().contains(earlier.split())) {
            leaks.add(
                    table,
                    statement.line(),
                    "this patient is for " + words(statement.allowed()) + " here and for "
                            + words(Set.of(earlier.split())) + " in " + earlier.table() + ":" + earlier.line());
        }
    }

    private void decide(Map<String, Statement> statements, String table) {
        List<String> open = statements.keySet().stream()
                .filter(patient -> !decisions.containsKey(patient))
                .toList();
        Set<String> chosen = rule instanceof SplitRule.Share share ? validating(share, open, statements) : Set.of();
        for (String patient : open) {
            Statement statement = statements.getOrDefault(patient, new Statement(Set.of(), 0));
            Split only = statement.allowed().size() == 1
                    ? statement.allowed().iterator().next()
                    : chosen.contains(patient) ? Split.VALIDATION : Split.TRAINING;
            decisions.put(patient, new Decision(only, table, statement.line()));
        }
    }

    /** By seed and patient; one patient, if that would be nobody and nobody else validates. */
    private Set<String> validating(SplitRule.Share share, List<String> open, Map<String, Statement> statements) {
        List<String> free = open.stream()
                .filter(patient -> statements
                                .getOrDefault(patient, new Statement(Set.of(), 0))
                                .allowed()
                                .size()
                        > 1)
                .toList();
        Set<String> chosen = new HashSet<>();
        for (String patient : free) {
            if (Draw.of(share.seed(), "validation", patient) < share.validation()) {
                chosen.add(patient);
            }
        }
        boolean others = decisions.values().stream().anyMatch(decision -> decision.split() == Split.VALIDATION);
        if (chosen.isEmpty() && !others) {
            Draw.ordered(share.seed(), "validation", free).stream().limit(1).forEach(chosen::add);
        }
        return chosen;
    }

    /** @throws IllegalArgumentException if no table that was added has this patient */
    public Split of(String patient) {
        Decision decision = decisions.get(patient);
        if (decision == null) {
            throw new IllegalArgumentException("a patient of none of the tables");
        }
        return decision.split();
    }

    private static String words(Set<Split> splits) {
        return splits.stream()
                .map(split -> split.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(" or "));
    }
}
