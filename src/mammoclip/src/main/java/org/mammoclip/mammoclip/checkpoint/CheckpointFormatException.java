package org.mammoclip.mammoclip.checkpoint;

import java.io.IOException;

/** A file or folder is no checkpoint this version reads; the message says what was found and what is accepted. */
public final class CheckpointFormatException extends IOException {
    private static final long serialVersionUID = 1L;

    public CheckpointFormatException(String message) {
        super(message);
    }

    public CheckpointFormatException(String message, Throwable cause) {
        super(message, cause);
    }
}
