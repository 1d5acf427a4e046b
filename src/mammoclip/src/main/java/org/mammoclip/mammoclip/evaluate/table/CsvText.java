package org.mammoclip.mammoclip.evaluate.table;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** CSV that is being written: commas, quotes where they are needed (RFC 4180), lines end in LF. Not thread-safe. */
public final class CsvText {
    private final StringBuilder text = new StringBuilder();

    /** Adds a line. */
    public CsvText line(List<String> values) {
        for (int i = 0; i < values.size(); i++) {
            String value = values.get(i);
            text.append(i == 0 ? "" : ",");
            if (value.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r' || c == ';' || c == '\t')) {
                text.append('"').append(value.replace("\"", "\"\"")).append('"');
            } else {
                text.append(value);
            }
        }
        text.append('\n');
        return this;
    }

    /** UTF-8. */
    public byte[] bytes() {
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
