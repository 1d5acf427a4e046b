package org.mammoclip.mammoclip.train;

import org.jspecify.annotations.Nullable;

/**
 * A run ended before its plan. Either the listener asked for it, and the run folder's {@code latest} is from after the last step; or
 * a loss or a gradient was NaN or infinite: then nothing was stepped on, {@code latest} is from before, and a file in the run
 * folder, which the message names, tells which samples were in the batch.
 */
public final class TrainingStoppedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TrainingStoppedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
