package org.mammoclip.phantom;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** One line of a table (RFC 4180): quoted where needed, numbers with a point. */
final class CsvLine {
    private CsvLine() {}

    static String of(Object... cells) {
        return Arrays.stream(cells).map(CsvLine::cell).collect(Collectors.joining(",")) + "\n";
    }

    private static String cell(Object value) {
        String text = value instanceof Double number ? String.format(Locale.ROOT, "%.2f", number) : value.toString();
        boolean quoted = text.contains(",") || text.contains("\"") || text.contains("\n");
        return quoted ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }
}
