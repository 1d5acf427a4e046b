package org.mammoclip.mammoclip.verify;

import java.io.IOException;

/** A file holds no reference values this version reads; the message says where and what was expected. */
public final class ReferenceFormatException extends IOException {
    private static final long serialVersionUID = 1L;

    ReferenceFormatException(String message) {
        super(message);
    }

    ReferenceFormatException(String message, Throwable cause) {
        super(message, cause);
    }
}
