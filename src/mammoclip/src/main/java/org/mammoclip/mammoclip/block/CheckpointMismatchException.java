package org.mammoclip.mammoclip.block;

/** A checkpoint does not fit the network; the message names the first parameter that is missing, unexpected or misshapen. */
public final class CheckpointMismatchException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CheckpointMismatchException(String message) {
        super(message);
    }
}
