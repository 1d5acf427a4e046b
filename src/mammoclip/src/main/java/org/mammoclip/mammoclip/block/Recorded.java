package org.mammoclip.mammoclip.block;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/**
 * Arithmetic with a number inside a gradient collector. The engine's own {@code mul(Number)} and its like wrap the number in a
 * buffer that belongs to the garbage collector and let go of it at once, while the recorded operation goes on to point at it: a
 * backward pass after a collection reads whatever is there by then, and now and then a gradient is NaN. Here the number is in memory
 * that the operation owns. Addition and subtraction remember nothing and need no detour.
 */
public final class Recorded {
    private Recorded() {}

    /** {@code x * factor}, in the manager of {@code x}. */
    public static NDArray mul(NDArray x, double factor) {
        try (NDArray number = owned(x, factor)) {
            return x.mul(number);
        }
    }

    /** {@code x / divisor}, in the manager of {@code x}. */
    public static NDArray div(NDArray x, double divisor) {
        try (NDArray number = owned(x, divisor)) {
            return x.div(number);
        }
    }

    /** {@code x} to the power of {@code exponent}, in the manager of {@code x}. */
    public static NDArray pow(NDArray x, double exponent) {
        try (NDArray number = owned(x, exponent)) {
            return x.pow(number);
        }
    }

    /** The larger of each value and {@code least}, in the manager of {@code x}. */
    public static NDArray maximum(NDArray x, double least) {
        try (NDArray number = owned(x, least)) {
            return x.maximum(number);
        }
    }

    /** The smaller of each value and {@code most}, in the manager of {@code x}. */
    public static NDArray minimum(NDArray x, double most) {
        try (NDArray number = owned(x, most)) {
            return x.minimum(number);
        }
    }

    /** Ones come from the engine; changing them in place keeps them there. */
    private static NDArray owned(NDArray x, double value) {
        return x.getManager().ones(new Shape(), x.getDataType()).muli(value);
    }
}
