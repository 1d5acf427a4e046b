package org.mammoclip.mammoclip.npy;

import java.io.IOException;

/** A file is no array this version reads; the message says what was found and what is accepted. */
public final class NpyFormatException extends IOException {
    private static final long serialVersionUID = 1L;

    NpyFormatException(String message) {
        super(message);
    }
}
