package org.mammoclip.mammoclip.evaluate.table;

import java.util.List;

/**
 * The rows of a table that have one value in one column, as {@code split=test}.
 *
 * @param column name of the column
 * @param value compared without case
 */
public record RowRange(String column, String value) {
    /** @throws IllegalArgumentException unless it is {@code COLUMN=VALUE} */
    public static RowRange parse(String text) {
        int equals = text.indexOf('=');
        if (equals < 1 || equals == text.length() - 1) {
            throw new IllegalArgumentException("rows are chosen as COLUMN=VALUE, as in split=test, not '" + text + "'");
        }
        return new RowRange(
                text.substring(0, equals).trim(), text.substring(equals + 1).trim());
    }

    /** @throws TableException if there is no such column, or no row has the value */
    public CsvTable of(CsvTable table) throws TableException {
        table.require(List.of(column));
        CsvTable chosen = table.where(row -> table.value(row, column).equalsIgnoreCase(value));
        if (chosen.rows().isEmpty()) {
            throw new TableException(table.name() + ": no row has " + this + "; give another COLUMN=VALUE or 'all'");
        }
        return chosen;
    }

    @Override
    public String toString() {
        return column + "=" + value;
    }
}
