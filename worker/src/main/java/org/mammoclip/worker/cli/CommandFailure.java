package org.mammoclip.worker.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;

/** A command could not do what it was asked. The message says what, why and how to mend it, without patient data. */
final class CommandFailure extends Exception {
    private static final long serialVersionUID = 1L;

    CommandFailure(String message) {
        super(message);
    }

    CommandFailure(String message, Throwable cause) {
        super(message, cause);
    }

    /** Says what a file system says in class names only. */
    static CommandFailure of(IOException failure) {
        if (failure instanceof NoSuchFileException absent) {
            return new CommandFailure("there is no " + absent.getFile(), failure);
        }
        if (failure instanceof FileAlreadyExistsException taken) {
            return new CommandFailure(taken.getFile() + " is a file where a folder is needed", failure);
        }
        if (failure instanceof AccessDeniedException closed) {
            return new CommandFailure(closed.getFile() + " may not be read or written by this user", failure);
        }
        return new CommandFailure(String.valueOf(failure.getMessage()), failure);
    }
}
