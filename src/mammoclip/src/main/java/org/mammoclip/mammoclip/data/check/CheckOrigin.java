package org.mammoclip.mammoclip.data.check;

import java.time.Instant;
import java.util.List;

/**
 * How a check came about.
 *
 * @param title of the page
 * @param commandLine as typed
 * @param codeVersion of this program
 * @param createdAt when
 * @param notes what a reader should know of the settings
 */
public record CheckOrigin(
        String title, List<String> commandLine, String codeVersion, Instant createdAt, List<String> notes) {
    public CheckOrigin {
        commandLine = List.copyOf(commandLine);
        notes = List.copyOf(notes);
    }
}
