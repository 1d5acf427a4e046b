package org.mammoclip.mammoclip.data.check;

import java.util.List;
import java.util.Map;

/**
 * All that was counted.
 *
 * @param tables as read
 * @param patients different ones in all tables
 * @param exams different ones, by the tables' exam column or else by patient
 * @param breasts sides of exams
 * @param breastsWithBothViews of them
 * @param images different ones
 * @param views images by view; empty name: not stated
 * @param groups by table, split and fold
 * @param ages patients by decade of age; empty if no table says
 * @param birads images by category; empty if no table says
 * @param texts absent numbers are zero where no table has reports
 * @param filesRead images that were opened, or tried
 * @param usable of them
 * @param forms usable images by form
 * @param sizes usable images by their stored size, the most frequent first
 * @param flags usable images by what the preparation noticed
 * @param duplicates same pictures, worst first
 * @param problems worst first
 */
public record DataFigures(
        List<CheckedTable> tables,
        int patients,
        int exams,
        int breasts,
        int breastsWithBothViews,
        int images,
        Map<String, Integer> views,
        List<GroupFigures> groups,
        Map<Integer, Integer> ages,
        Map<String, Integer> birads,
        TextFigures texts,
        int filesRead,
        int usable,
        Map<String, Integer> forms,
        Map<String, Integer> sizes,
        Map<String, Integer> flags,
        List<DuplicateGroup> duplicates,
        List<Problem> problems) {
    public DataFigures {
        tables = List.copyOf(tables);
        groups = List.copyOf(groups);
        duplicates = List.copyOf(duplicates);
        problems = List.copyOf(problems);
    }

    /** Whether nothing was found that would make training wrong. */
    public boolean isSound() {
        return count(Issue.Severity.ERROR) == 0;
    }

    /** How many kinds of problems there are of a severity. */
    public long count(Issue.Severity severity) {
        return problems.stream()
                .filter(problem -> problem.issue().severity() == severity)
                .count();
    }
}
