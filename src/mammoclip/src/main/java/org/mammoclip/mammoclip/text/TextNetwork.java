package org.mammoclip.mammoclip.text;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.mammoclip.mammoclip.block.ActivationTap;
import org.mammoclip.mammoclip.block.NamedParameterBlock;
import org.mammoclip.mammoclip.block.ParameterSpec;

/**
 * A text network: token ids to one hidden state per token. What an implementation promises, and {@code TextNetworkContract}
 * tests: a text's states do not depend on its padding or on the other texts of the batch (up to rounding), and nothing but the
 * result outlives a call.
 *
 * <p>As a block: input list ids int64 {@code (N, T)} and additive mask float32 {@code (N, 1, 1, T)}; output list the last hidden
 * state float32 {@code (N, T, hidden)}. Not thread-safe.
 */
public abstract class TextNetwork extends NamedParameterBlock {
    private final int width;

    /** @param width of the hidden state */
    protected TextNetwork(List<ParameterSpec> specs, int width) {
        super(specs);
        this.width = width;
    }

    /**
     * The last hidden state in evaluation mode.
     *
     * @param ids int64 {@code (N, T)}
     * @param mask float32 {@code (N, 1, 1, T)}, 0 for a token, the lowest finite value for padding
     * @param tap sees the inner activations in execution order
     * @return float32 {@code (N, T, hidden)}, attached to the ids' manager
     */
    public abstract NDArray hidden(NDArray ids, NDArray mask, ActivationTap tap);

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return new Shape[] {inputShapes[0].add(width)};
    }
}
