package org.mammoclip.mammoclip.evaluate.table;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** Reads the values of one row, and notes what is wrong with them. Not thread-safe. */
final class RowReader {
    private static final int MAX_QUOTED = 40;

    private final CsvTable table;
    private final CsvTable.Row row;
    private final RowProblems problems;
    private boolean sound = true;

    RowReader(CsvTable table, CsvTable.Row row, RowProblems problems) {
        this.table = table;
        this.row = row;
        this.problems = problems;
    }

    /** Whether nothing was wrong so far. */
    boolean isSound() {
        return sound;
    }

    void problem(String column, String what) {
        sound = false;
        problems.add(table.name(), row.line(), column + ": " + what);
    }

    /** What a person should see of a value. */
    static String quoted(String value) {
        String shown = value.length() > MAX_QUOTED ? value.substring(0, MAX_QUOTED) + "..." : value;
        return "'" + shown.replaceAll("\\p{Cntrl}", " ") + "'";
    }

    /** Empty if the column is absent or has no value. */
    String text(String column) {
        return table.has(column) ? table.value(row, column) : "";
    }

    String required(String column) {
        String value = text(column);
        if (value.isEmpty()) {
            problem(column, "is empty");
        }
        return value;
    }

    /** 0 or 1, in the ways programs write them. */
    Optional<Boolean> flag(String column) {
        String value = text(column);
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "1", "1.0", "true", "yes" -> Optional.of(true);
            case "0", "0.0", "false", "no" -> Optional.of(false);
            default -> {
                problem(column, value.isEmpty() ? "is empty; 0 or 1 is needed" : quoted(value) + " is not 0 or 1");
                yield Optional.empty();
            }
        };
    }

    /** A finite number. */
    OptionalDouble number(String column) {
        String value = text(column);
        try {
            double number = Double.parseDouble(value);
            if (Double.isFinite(number)) {
                return OptionalDouble.of(number);
            }
        } catch (NumberFormatException e) {
            // told below
        }
        problem(column, value.isEmpty() ? "is empty; a number is needed" : quoted(value) + " is not a finite number");
        return OptionalDouble.empty();
    }

    /** A whole number; 2.0 is one, too. */
    OptionalInt integer(String column, int least, int most) {
        OptionalDouble number = number(column);
        if (number.isEmpty()) {
            return OptionalInt.empty();
        }
        double value = number.getAsDouble();
        if (value != Math.rint(value) || value < least || value > most) {
            problem(column, quoted(text(column)) + " is not a whole number from " + least + " to " + most);
            return OptionalInt.empty();
        }
        return OptionalInt.of((int) value);
    }

    /** L or R, whatever the case, LEFT and RIGHT, too. */
    String laterality(String column) {
        String value = required(column).toUpperCase(Locale.ROOT);
        return switch (value) {
            case "L", "LEFT" -> "L";
            case "R", "RIGHT" -> "R";
            case "" -> "";
            default -> {
                problem(column, quoted(value) + " is not L or R");
                yield "";
            }
        };
    }
}
