package org.mammoclip.mammoclip.train;

import org.jspecify.annotations.Nullable;

/**
 * A loss or a gradient was NaN or infinite. Nothing was stepped on: the run folder's {@code latest} is from before, and a file in
 * the run folder, which the message names, tells which samples were in the batch.
 */
public final class TrainingStoppedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TrainingStoppedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
