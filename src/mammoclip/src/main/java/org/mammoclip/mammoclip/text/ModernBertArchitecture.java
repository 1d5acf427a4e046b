package org.mammoclip.mammoclip.text;

import ai.djl.nn.Parameter;
import java.util.ArrayList;
import java.util.List;
import org.mammoclip.mammoclip.block.ParameterSpec;

/**
 * The sizes of a ModernBERT encoder (Warner et al. 2024), the text tower of Mammo-CLIP's successor. Every third layer sees the whole
 * text, the others a window. No biases anywhere.
 *
 * @param vocabulary rows of the word embedding
 * @param layers number of transformer layers
 * @param hidden width of the hidden state, {@code heads} times an even number
 * @param heads attention heads
 * @param intermediate width of each half of the gated feed-forward layer
 * @param positions the longest sequence
 * @param window tokens that a local layer sees to either side
 */
public record ModernBertArchitecture(
        int vocabulary, int layers, int hidden, int heads, int intermediate, int positions, int window)
        implements TextArchitecture {
    /** Tokens to either side in the published models. */
    public static final int WINDOW = 64;

    /** ModernBERT base as published; {@code [CLS]}, {@code [SEP]} and {@code [PAD]} are 50281, 50282 and 50283. */
    public static final ModernBertArchitecture BASE =
            new ModernBertArchitecture(50_368, 22, 768, 12, 1152, 8192, WINDOW);

    static final float LAYER_NORM_EPSILON = 1e-5f;
    static final double GLOBAL_ROTATION_BASE = 160_000;
    static final double LOCAL_ROTATION_BASE = 10_000;

    private static final int GLOBAL_EVERY = 3;
    private static final int MAX = 1 << 20;

    public ModernBertArchitecture {
        for (int size : new int[] {vocabulary, layers, hidden, heads, intermediate, positions, window}) {
            if (size < 1 || size > MAX) {
                throw new IllegalArgumentException("ModernBERT size of " + size);
            }
        }
        if (hidden % (2 * heads) != 0) {
            throw new IllegalArgumentException(
                    hidden + " hidden values cannot be shared by " + heads + " heads of even width");
        }
    }

    /** Whether a layer sees the whole text. */
    boolean isGlobal(int layer) {
        return layer % GLOBAL_EVERY == 0;
    }

    @Override
    public List<ParameterSpec> parameters() {
        List<ParameterSpec> specs = new ArrayList<>();
        specs.add(ParameterSpec.weight("embeddings.tok_embeddings.weight", vocabulary, hidden));
        specs.add(norm("embeddings.norm"));
        for (int layer = 0; layer < layers; layer++) {
            String prefix = "layers." + layer + ".";
            if (layer > 0) {
                specs.add(norm(prefix + "attn_norm"));
            }
            specs.add(ParameterSpec.weight(prefix + "attn.Wqkv.weight", 3L * hidden, hidden));
            specs.add(ParameterSpec.weight(prefix + "attn.Wo.weight", hidden, hidden));
            specs.add(norm(prefix + "mlp_norm"));
            specs.add(ParameterSpec.weight(prefix + "mlp.Wi.weight", 2L * intermediate, hidden));
            specs.add(ParameterSpec.weight(prefix + "mlp.Wo.weight", hidden, intermediate));
        }
        specs.add(norm("final_norm"));
        return List.copyOf(specs);
    }

    private ParameterSpec norm(String name) {
        return ParameterSpec.of(name + ".weight", Parameter.Type.GAMMA, hidden);
    }

    @Override
    public TextNetwork network() {
        return new ModernBertEncoder(this);
    }
}
