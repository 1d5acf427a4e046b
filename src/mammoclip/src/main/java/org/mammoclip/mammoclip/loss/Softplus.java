package org.mammoclip.mammoclip.loss;

import ai.djl.ndarray.NDArray;
import org.mammoclip.mammoclip.block.Recorded;

/** {@code log(1 + exp(x))} without overflow; {@code -log sigmoid(-x)}. */
final class Softplus {
    private Softplus() {}

    static NDArray of(NDArray x) {
        return Recorded.maximum(x, 0).add(x.abs().neg().exp().add(1).log());
    }
}
