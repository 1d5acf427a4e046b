package org.mammoclip.schema.event;

import java.io.IOException;

/** A message is not JSON of its schema. The text says what is wrong and never repeats a value. */
public final class EventFormatException extends IOException {
    private static final long serialVersionUID = 1L;

    public EventFormatException(String message) {
        super(message);
    }
}
