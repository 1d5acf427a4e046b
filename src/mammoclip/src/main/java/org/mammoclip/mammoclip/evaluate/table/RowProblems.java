package org.mammoclip.mammoclip.evaluate.table;

import java.util.ArrayList;
import java.util.List;

/**
 * What is wrong with the rows of a table: the first {@value #MAX_SHOWN} in words, all of them counted. Not thread-safe.
 */
public final class RowProblems {
    public static final int MAX_SHOWN = 100;

    private final List<String> shown = new ArrayList<>();
    private int total;
    private int badRows;
    private long lastLine = -1;

    /** @param line of the file, from 1; the header is line 1 */
    public void add(String table, long line, String problem) {
        total++;
        if (shown.size() < MAX_SHOWN) {
            shown.add(table + ":" + line + ": " + problem);
        }
        if (line != lastLine) {
            badRows++;
            lastLine = line;
        }
    }

    public int total() {
        return total;
    }

    /** Rows with at least one problem, provided that the problems of one row came together. */
    public int badRows() {
        return badRows;
    }

    public List<String> shown() {
        return List.copyOf(shown);
    }

    /** @throws TableException if there is any problem */
    public void requireNone() throws TableException {
        if (total > 0) {
            String more = total > shown.size() ? ", the first " + shown.size() + " are listed" : "";
            throw new TableException(
                    total + " problem(s) in " + badRows + " row(s)" + more
                            + "; mend them, or leave such rows out with --skip-bad-rows",
                    shown);
        }
    }
}
