package org.mammoclip.mammoclip.data.check;

import java.util.List;

/**
 * Something about a data set that a person should know.
 *
 * @param count how many rows, images, patients or texts
 * @param detail in one sentence, with the numbers
 * @param where the first of them, at most {@value #MAX_SHOWN}
 */
public record Problem(Issue issue, long count, String detail, List<String> where) {
    /** Places that are listed. */
    public static final int MAX_SHOWN = 100;

    public Problem {
        where = where.size() > MAX_SHOWN ? List.copyOf(where.subList(0, MAX_SHOWN)) : List.copyOf(where);
    }
}
