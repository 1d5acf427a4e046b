package org.mammoclip.mammoclip.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;

/** Reads a loss, and refuses what must not be stepped on. */
public final class LossValue {
    private LossValue() {}

    /**
     * @param term name for the message
     * @param loss one number
     * @throws NonFiniteLossException if it is NaN or infinite
     */
    public static double finite(String term, NDArray loss) {
        double value = loss.getDataType() == DataType.FLOAT64 ? loss.getDouble() : loss.getFloat();
        if (!Double.isFinite(value)) {
            throw new NonFiniteLossException(term, value);
        }
        return value;
    }
}
