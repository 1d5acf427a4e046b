package org.mammoclip.mammoclip.text;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.Activation;
import ai.djl.nn.core.Embedding;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.Dropout;
import ai.djl.nn.norm.LayerNorm;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.mammoclip.mammoclip.block.ActivationTap;
import org.mammoclip.mammoclip.block.Recorded;

/**
 * BERT as published (post-layer-norm, learned positions, erf GELU), with the reference's parameter names; no pooler.
 *
 * <p>All token types are 0. Agrees with the reference within the tolerance stated in {@code TextEncoderParityTest}.
 */
public final class BertEncoder extends TextNetwork {
    private static final float DROPOUT = 0.1f;

    private final BertArchitecture architecture;

    public BertEncoder(BertArchitecture architecture) {
        super(architecture.parameters(), architecture.hidden());
        this.architecture = architecture;
    }

    @Override
    public NDArray hidden(NDArray ids, NDArray mask, ActivationTap tap) {
        return new Pass(values(), false, tap).hidden(ids, mask);
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore store, NDList inputs, boolean training, @Nullable PairList<String, Object> options) {
        NDArray ids = inputs.get(0);
        Function<String, NDArray> values = values(store, ids.getDevice(), training);
        return new NDList(new Pass(values, training, ActivationTap.NONE).hidden(ids, inputs.get(1)));
    }

    /** One forward pass: where values come from, whether dropout acts, who watches. */
    private final class Pass {
        private final Function<String, NDArray> values;
        private final boolean training;
        private final ActivationTap tap;

        Pass(Function<String, NDArray> values, boolean training, ActivationTap tap) {
            this.values = values;
            this.training = training;
            this.tap = tap;
        }

        NDArray hidden(NDArray ids, NDArray mask) {
            NDManager manager = ids.getManager();
            NDArray hidden;
            try (NDManager scope = manager.newSubManager()) {
                hidden = dropout(seen("embeddings", embed(scope, ids)));
                hidden.attach(manager);
            }
            for (int layer = 0; layer < architecture.layers(); layer++) {
                try (NDManager scope = manager.newSubManager()) {
                    hidden.attach(scope);
                    hidden = seen("layer." + layer, layer(layer, hidden, mask));
                    hidden.attach(manager);
                }
            }
            return hidden;
        }

        private NDArray embed(NDManager scope, NDArray ids) {
            NDArray tokens = ids.duplicate();
            tokens.attach(scope);
            NDArray words = Embedding.embedding(
                            tokens, values.apply("embeddings.word_embeddings.weight"), SparseFormat.DENSE)
                    .singletonOrThrow();
            words.attach(scope);
            long length = ids.getShape().get(1);
            NDArray positions =
                    values.apply("embeddings.position_embeddings.weight").get(scope, new NDIndex("0:{}", length));
            NDArray types =
                    values.apply("embeddings.token_type_embeddings.weight").get(scope, new NDIndex("0"));
            return layerNorm(words.add(types).add(positions), "embeddings.LayerNorm");
        }

        private NDArray layer(int number, NDArray input, NDArray mask) {
            String prefix = "encoder.layer." + number + ".";
            String name = "layer." + number + ".";
            NDArray context = seen(name + "attention.self", attention(name, prefix + "attention.self.", input, mask));
            NDArray attended = linear(context, prefix + "attention.output.dense");
            NDArray middle = seen(
                    name + "attention.output",
                    layerNorm(dropout(attended).add(input), prefix + "attention.output.LayerNorm"));
            NDArray wide = seen(name + "intermediate", Activation.gelu(linear(middle, prefix + "intermediate.dense")));
            NDArray output = linear(wide, prefix + "output.dense");
            return layerNorm(dropout(output).add(middle), prefix + "output.LayerNorm");
        }

        private NDArray attention(String name, String prefix, NDArray input, NDArray mask) {
            NDArray query = heads(seen(name + "query", linear(input, prefix + "query")));
            NDArray key = heads(seen(name + "key", linear(input, prefix + "key")));
            NDArray value = heads(seen(name + "value", linear(input, prefix + "value")));
            double scale = Math.sqrt((double) architecture.hidden() / architecture.heads());
            NDArray scores =
                    Recorded.div(query.matMul(key.transpose(0, 1, 3, 2)), scale).add(mask);
            NDArray context = dropout(scores.softmax(-1)).matMul(value).transpose(0, 2, 1, 3);
            return context.reshape(input.getShape());
        }

        /** {@code (N, T, hidden)} to {@code (N, heads, T, hidden / heads)}. */
        private NDArray heads(NDArray x) {
            Shape shape = x.getShape();
            int heads = architecture.heads();
            return x.reshape(shape.get(0), shape.get(1), heads, architecture.hidden() / heads)
                    .transpose(0, 2, 1, 3);
        }

        private NDArray linear(NDArray x, String name) {
            return Linear.linear(x, values.apply(name + ".weight"), values.apply(name + ".bias"))
                    .singletonOrThrow();
        }

        private NDArray layerNorm(NDArray x, String name) {
            return LayerNorm.layerNorm(
                            x,
                            new Shape(architecture.hidden()),
                            values.apply(name + ".weight"),
                            values.apply(name + ".bias"),
                            BertArchitecture.LAYER_NORM_EPSILON)
                    .singletonOrThrow();
        }

        private NDArray dropout(NDArray x) {
            return training ? Dropout.dropout(x, DROPOUT, true).singletonOrThrow() : x;
        }

        private NDArray seen(String name, NDArray activation) {
            tap.see(name, activation);
            return activation;
        }
    }
}
