package org.mammoclip.mammoclip.loss;

import ai.djl.ndarray.NDArray;

/** {@code log(1 + exp(x))} without overflow; {@code -log sigmoid(-x)}. */
final class Softplus {
    private Softplus() {}

    static NDArray of(NDArray x) {
        return x.maximum(0).add(x.abs().neg().exp().add(1).log());
    }
}
