package org.mammoclip.mammoclip.evaluate.table;

import java.io.IOException;
import java.util.List;

/** A table that cannot be used as it is; the message and the problems say what, where and how to mend it. */
public final class TableException extends IOException {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial")
    private final List<String> problems;

    public TableException(String message) {
        this(message, List.of());
    }

    /** @param problems one line each, may be a part of them */
    public TableException(String message, List<String> problems) {
        super(message);
        this.problems = List.copyOf(problems);
    }

    public List<String> problems() {
        return problems;
    }
}
