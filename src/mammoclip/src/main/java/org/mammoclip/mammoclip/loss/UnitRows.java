package org.mammoclip.mammoclip.loss;

import ai.djl.ndarray.NDArray;

/** Rows divided by their L2 norm, inside the graph. */
public final class UnitRows {
    /** Far below the square of any norm that matters; keeps the gradient of a zero row finite. */
    private static final double TINY = 1e-24;

    private UnitRows() {}

    /**
     * @param rows {@code (B, D)}
     * @return the same shape, each row of length 1; a zero row stays zero and takes a finite gradient
     */
    public static NDArray of(NDArray rows) {
        return rows.div(rows.square().sum(new int[] {1}, true).add(TINY).sqrt());
    }
}
