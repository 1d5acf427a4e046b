package org.mammoclip.mammoclip.block;

import ai.djl.ndarray.types.Shape;

/** A checkpoint does not fit the network; the message names what is missing, unexpected or misshapen. */
public final class CheckpointMismatchException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CheckpointMismatchException(String message) {
        super(message);
    }

    /** A parameter that is asked for is not there. */
    public static CheckpointMismatchException missing(String name) {
        return new CheckpointMismatchException("parameter " + name + " is missing");
    }

    /** @throws CheckpointMismatchException naming the parameter and both shapes, if they differ */
    public static void requireShape(String name, Shape actual, Shape expected) {
        if (!actual.equals(expected)) {
            throw new CheckpointMismatchException(
                    "parameter " + name + " has shape " + actual + ", the network expects " + expected);
        }
    }
}
