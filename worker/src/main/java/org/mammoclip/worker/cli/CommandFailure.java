package org.mammoclip.worker.cli;

/** A command could not do what it was asked. The message says what, why and how to mend it, without patient data. */
final class CommandFailure extends Exception {
    private static final long serialVersionUID = 1L;

    CommandFailure(String message) {
        super(message);
    }

    CommandFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
