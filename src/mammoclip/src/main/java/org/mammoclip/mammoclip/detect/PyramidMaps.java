package org.mammoclip.mammoclip.detect;

import ai.djl.ndarray.NDArray;

/**
 * What the neck takes from the backbone.
 *
 * @param c3 float32 {@code (N, C, h, w)}
 * @param c4 float32 {@code (N, C', h/2, w/2)}
 * @param c5 float32 {@code (N, C'', h/2, w/2)}
 */
record PyramidMaps(NDArray c3, NDArray c4, NDArray c5) implements AutoCloseable {
    @Override
    public void close() {
        c3.close();
        c4.close();
        c5.close();
    }
}
