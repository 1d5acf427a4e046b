package org.mammoclip.mammoclip.evaluate.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * The beginning and the end of every page of ours. Such a page has no script and requests nothing: its own security policy forbids
 * it. Styles for light, dark and print come with it ({@code report.css}).
 */
public final class PageFrame {
    private PageFrame() {}

    /**
     * Everything up to the first section.
     *
     * @param notice what a reader must know before any number
     */
    public static Html begin(Html html, String title, String notice) {
        return html.raw("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .raw("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:;"
                        + " style-src 'unsafe-inline'\">\n")
                .raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
                .raw("<link rel=\"icon\" href=\"data:,\">\n")
                .element("title", title)
                .raw("<style>\n" + style() + "</style>\n</head>\n<body>\n<main>\n<header>\n")
                .element("h1", title)
                .raw("<p class=\"notice\">")
                .text(notice)
                .raw("</p>\n</header>\n");
    }

    /** Closes what {@link #begin} opened. @return the whole document */
    public static String end(Html html) {
        return html.raw("</main>\n</body>\n</html>\n").toString();
    }

    private static String style() {
        try (InputStream in = Objects.requireNonNull(PageFrame.class.getResourceAsStream("report.css"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
