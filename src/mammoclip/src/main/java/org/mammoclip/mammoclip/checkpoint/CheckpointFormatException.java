package org.mammoclip.mammoclip.checkpoint;

import java.io.IOException;

/** A file or folder is no checkpoint this version reads; the message says what was found and what is accepted. */
public final class CheckpointFormatException extends IOException {
    private static final long serialVersionUID = 1L;

    /** Names in a message come from untrusted files, which must not write log lines. */
    private static final int LONGEST = 2000;

    public CheckpointFormatException(String message) {
        super(printable(message));
    }

    public CheckpointFormatException(String message, Throwable cause) {
        super(printable(message), cause);
    }

    /** The text without control characters, and not endless. */
    static String printable(String text) {
        String line = text.replaceAll("\\p{Cntrl}", "?");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "...";
    }
}
