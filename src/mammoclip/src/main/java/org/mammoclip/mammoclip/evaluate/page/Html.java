package org.mammoclip.mammoclip.evaluate.page;

import java.util.List;

/** HTML text that is being written; whatever comes from input is escaped. Not thread-safe. */
public final class Html {
    private final StringBuilder text = new StringBuilder();

    /** For element content and quoted attribute values; control characters become blanks. */
    public static String escape(String value) {
        StringBuilder escaped = new StringBuilder(value.length());
        value.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.appendCodePoint(Character.isISOControl(c) || (c >= 0xD800 && c <= 0xDFFF) ? ' ' : c);
            }
        });
        return escaped.toString();
    }

    /** Markup that is this program's own. */
    public Html raw(String markup) {
        text.append(markup);
        return this;
    }

    /** Any text. */
    public Html text(String value) {
        text.append(escape(value));
        return this;
    }

    /** An element with text in it. */
    public Html element(String name, String content) {
        return raw("<" + name + ">").text(content).raw("</" + name + ">\n");
    }

    /** A header row; the first column is left-aligned. */
    public Html header(String... cells) {
        raw("<thead><tr>");
        for (String cell : cells) {
            raw("<th scope=\"col\">").text(cell).raw("</th>");
        }
        return raw("</tr></thead>\n");
    }

    /** A row whose first cell names it; what follows a line break in a cell is written small below. */
    public Html row(List<String> cells) {
        raw("<tr><th scope=\"row\">");
        cell(cells.get(0));
        raw("</th>");
        for (String cell : cells.subList(1, cells.size())) {
            raw("<td>");
            cell(cell);
            raw("</td>");
        }
        return raw("</tr>\n");
    }

    private void cell(String words) {
        int end = words.indexOf('\n');
        text(end < 0 ? words : words.substring(0, end));
        if (end >= 0) {
            raw("<small>").text(words.substring(end + 1)).raw("</small>");
        }
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
