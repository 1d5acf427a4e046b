package org.mammoclip.mammoclip.evaluate.table;

import java.util.Locale;
import java.util.OptionalInt;

/** The four density classes in the ways tables write them. */
final class Density {
    private static final String CLASSES = "ABCD";

    private Density() {}

    /** Reads {@code DENSITY C} or {@code C}; empty without a value. */
    static OptionalInt read(RowReader row, String column) {
        String value =
                row.text(column).toUpperCase(Locale.ROOT).replace("DENSITY", "").trim();
        if (value.isEmpty() || value.equals("NAN")) {
            return OptionalInt.empty();
        }
        int density = value.length() == 1 ? CLASSES.indexOf(value.charAt(0)) : -1;
        if (density < 0) {
            row.problem(column, RowReader.quoted(value) + " is not A, B, C or D");
            return OptionalInt.empty();
        }
        return OptionalInt.of(density);
    }
}
