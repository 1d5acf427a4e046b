package org.mammoclip.mammoclip.text;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import org.mammoclip.mammoclip.block.ActivationTap;
import org.mammoclip.mammoclip.block.ParameterSource;

/**
 * The text tower for inference: tokens through the network of the checkpoint to the vector of each text's last token ({@code [SEP]}, "eos" pooling, which
 * is what the published configurations use). Not thread-safe.
 */
public final class TextEncoder implements AutoCloseable {
    private final NDManager manager;
    private final TextArchitecture architecture;
    private final TextNetwork network;

    private TextEncoder(NDManager manager, TextArchitecture architecture, TextNetwork network) {
        this.manager = manager;
        this.architecture = architecture;
        this.network = network;
    }

    /**
     * @param parent manager of the device to run on; the encoder takes a child of it
     * @param prefix {@code text_encoder.text_encoder.} in a full checkpoint
     * @throws org.mammoclip.mammoclip.block.CheckpointMismatchException naming the first parameter that does not fit
     */
    public static TextEncoder load(
            NDManager parent, TextArchitecture architecture, ParameterSource source, String prefix) {
        NDManager manager = parent.newSubManager();
        try {
            TextNetwork network = architecture.network();
            network.load(manager, source, prefix);
            manager.cap();
            return new TextEncoder(manager, architecture, network);
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    /**
     * @return float32 {@code (texts, hidden)} in {@code scope}, not normalised; nothing else outlives the call
     * @throws IllegalArgumentException if an id is not in the vocabulary or a text is longer than the network's positions
     */
    public NDArray encode(NDManager scope, TokenBatch tokens) {
        return encode(scope, tokens, ActivationTap.NONE);
    }

    /** As {@link #encode(NDManager, TokenBatch)}, showing every inner activation to {@code tap}. */
    public NDArray encode(NDManager scope, TokenBatch tokens, ActivationTap tap) {
        tokens.requireWithin(architecture.vocabulary(), architecture.positions());
        try (NDManager call = scope.newSubManager()) {
            NDArray hidden = network.hidden(tokens.idArray(call), tokens.maskArray(call), tap);
            NDArray pooled = eos(hidden, tokens);
            pooled.attach(scope);
            return pooled;
        }
    }

    /**
     * The hidden state at each text's last token; differentiable.
     *
     * @param hidden {@code (N, T, hidden)}
     * @return {@code (N, hidden)}, in the manager of {@code hidden}
     */
    public static NDArray eos(NDArray hidden, TokenBatch tokens) {
        NDList rows = new NDList();
        for (int text = 0; text < tokens.texts(); text++) {
            rows.add(hidden.get(text, tokens.lengths()[text] - 1));
        }
        return NDArrays.stack(rows);
    }

    @Override
    public void close() {
        manager.close();
    }
}
