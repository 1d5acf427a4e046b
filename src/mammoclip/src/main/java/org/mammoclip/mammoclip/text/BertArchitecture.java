package org.mammoclip.mammoclip.text;

import ai.djl.nn.Parameter;
import java.util.ArrayList;
import java.util.List;
import org.mammoclip.mammoclip.block.ParameterSpec;

/**
 * The sizes of a BERT encoder.
 *
 * @param vocabulary rows of the word embedding
 * @param layers number of transformer layers
 * @param hidden width of the hidden state, a multiple of {@code heads}
 * @param heads attention heads
 * @param intermediate width between the two feed-forward layers
 * @param positions learned positions, the longest sequence
 */
public record BertArchitecture(int vocabulary, int layers, int hidden, int heads, int intermediate, int positions)
        implements TextArchitecture {
    /** BioClinicalBERT, the text tower of the released checkpoints: BERT base with the cased vocabulary. */
    public static final BertArchitecture CLINICAL = new BertArchitecture(28_996, 12, 768, 12, 3072, 512);

    /** Epsilon of every layer norm. */
    static final float LAYER_NORM_EPSILON = 1e-12f;

    private static final int TOKEN_TYPES = 2;
    private static final int MAX = 1 << 20;

    public BertArchitecture {
        for (int size : new int[] {vocabulary, layers, hidden, heads, intermediate, positions}) {
            if (size < 1 || size > MAX) {
                throw new IllegalArgumentException("BERT size of " + size);
            }
        }
        if (hidden % heads != 0) {
            throw new IllegalArgumentException(hidden + " hidden values cannot be shared by " + heads + " heads");
        }
    }

    @Override
    public TextNetwork network() {
        return new BertEncoder(this);
    }

    /** Without the pooler, which the forward pass does not need. */
    @Override
    public List<ParameterSpec> parameters() {
        List<ParameterSpec> specs = new ArrayList<>();
        specs.add(ParameterSpec.weight("embeddings.word_embeddings.weight", vocabulary, hidden));
        specs.add(ParameterSpec.weight("embeddings.position_embeddings.weight", positions, hidden));
        specs.add(ParameterSpec.weight("embeddings.token_type_embeddings.weight", TOKEN_TYPES, hidden));
        addLayerNorm(specs, "embeddings.LayerNorm");
        for (int layer = 0; layer < layers; layer++) {
            String prefix = "encoder.layer." + layer + ".";
            addLinear(specs, prefix + "attention.self.query", hidden, hidden);
            addLinear(specs, prefix + "attention.self.key", hidden, hidden);
            addLinear(specs, prefix + "attention.self.value", hidden, hidden);
            addLinear(specs, prefix + "attention.output.dense", hidden, hidden);
            addLayerNorm(specs, prefix + "attention.output.LayerNorm");
            addLinear(specs, prefix + "intermediate.dense", intermediate, hidden);
            addLinear(specs, prefix + "output.dense", hidden, intermediate);
            addLayerNorm(specs, prefix + "output.LayerNorm");
        }
        return List.copyOf(specs);
    }

    private static void addLinear(List<ParameterSpec> specs, String name, int out, int in) {
        specs.add(ParameterSpec.weight(name + ".weight", out, in));
        specs.add(ParameterSpec.bias(name + ".bias", out));
    }

    private void addLayerNorm(List<ParameterSpec> specs, String name) {
        specs.add(ParameterSpec.of(name + ".weight", Parameter.Type.GAMMA, hidden));
        specs.add(ParameterSpec.of(name + ".bias", Parameter.Type.BETA, hidden));
    }
}
