package org.mammoclip.mammoclip.block;

import ai.djl.ndarray.NDArray;

/** Sees the inner activations of a forward pass in execution order; for parity tests and study, not for serving. */
@FunctionalInterface
public interface ActivationTap {
    /** Looks at nothing. */
    ActivationTap NONE = (name, activation) -> {};

    /**
     * @param name as in {@code block.3} or {@code layer.0.query}
     * @param activation readable during this call only
     */
    void see(String name, NDArray activation);
}
