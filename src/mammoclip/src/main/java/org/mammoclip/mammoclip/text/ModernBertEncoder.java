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
import ai.djl.nn.norm.LayerNorm;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.mammoclip.mammoclip.block.ActivationTap;
import org.mammoclip.mammoclip.block.Recorded;

/**
 * ModernBERT: layer norms before each step, rotary positions, alternating global and local attention, a gated feed-forward layer
 * (GeGLU, erf GELU), no biases and no dropout. Parameter names as published. {@code ModernBertEncoderTest} compares it with plain
 * loops.
 */
final class ModernBertEncoder extends TextNetwork {
    private final ModernBertArchitecture architecture;

    ModernBertEncoder(ModernBertArchitecture architecture) {
        super(architecture.parameters(), architecture.hidden());
        this.architecture = architecture;
    }

    @Override
    public NDArray hidden(NDArray ids, NDArray mask, ActivationTap tap) {
        return new Pass(values(), tap).hidden(ids, mask);
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore store, NDList inputs, boolean training, @Nullable PairList<String, Object> options) {
        NDArray ids = inputs.get(0);
        Function<String, NDArray> values = values(store, ids.getDevice(), training);
        return new NDList(new Pass(values, ActivationTap.NONE).hidden(ids, inputs.get(1)));
    }

    /** The cosines and sines of one kind of attention, each {@code (T, head width)}, and what is added to its scores. */
    private record Attention(NDArray cosines, NDArray sines, NDArray mask) {}

    /** One forward pass: where values come from, who watches. */
    private final class Pass {
        private final Function<String, NDArray> values;
        private final ActivationTap tap;

        Pass(Function<String, NDArray> values, ActivationTap tap) {
            this.values = values;
            this.tap = tap;
        }

        NDArray hidden(NDArray ids, NDArray mask) {
            NDManager manager = ids.getManager();
            try (NDManager pass = manager.newSubManager()) {
                int length = (int) ids.getShape().get(1);
                NDArray noBias = pass.zeros(new Shape(architecture.hidden()));
                Attention global = attention(pass, length, ModernBertArchitecture.GLOBAL_ROTATION_BASE, mask);
                Attention local = attention(
                        pass, length, ModernBertArchitecture.LOCAL_ROTATION_BASE, mask.add(windowMask(pass, length)));
                NDArray x;
                try (NDManager scope = pass.newSubManager()) {
                    x = seen("embeddings", norm(embed(scope, ids), "embeddings.norm", noBias));
                    x.attach(pass);
                }
                for (int layer = 0; layer < architecture.layers(); layer++) {
                    try (NDManager scope = pass.newSubManager()) {
                        x.attach(scope);
                        x = seen(
                                "layer." + layer,
                                layer(layer, x, architecture.isGlobal(layer) ? global : local, noBias));
                        x.attach(pass);
                    }
                }
                NDArray hidden = seen("final", norm(x, "final_norm", noBias));
                hidden.attach(manager);
                return hidden;
            }
        }

        private NDArray embed(NDManager scope, NDArray ids) {
            NDArray tokens = ids.duplicate();
            tokens.attach(scope);
            NDArray words = Embedding.embedding(
                            tokens, values.apply("embeddings.tok_embeddings.weight"), SparseFormat.DENSE)
                    .singletonOrThrow();
            words.attach(scope);
            return words;
        }

        private NDArray layer(int number, NDArray input, Attention attention, NDArray noBias) {
            String prefix = "layers." + number + ".";
            NDArray normed = number == 0 ? input : norm(input, prefix + "attn_norm", noBias);
            NDArray attended = attend(prefix + "attn.", normed, attention);
            NDArray middle = seen("layer." + number + ".attention", input.add(attended));
            NDArray wide = linear(norm(middle, prefix + "mlp_norm", noBias), prefix + "mlp.Wi");
            NDList halves = wide.split(2, 2);
            NDArray gated = Activation.gelu(halves.get(0)).mul(halves.get(1));
            return middle.add(linear(gated, prefix + "mlp.Wo"));
        }

        private NDArray attend(String prefix, NDArray x, Attention attention) {
            Shape shape = x.getShape();
            int heads = architecture.heads();
            NDArray all = linear(x, prefix + "Wqkv")
                    .reshape(shape.get(0), shape.get(1), 3, heads, architecture.hidden() / heads)
                    .transpose(2, 0, 3, 1, 4);
            NDArray query = rotate(all.get(0), attention);
            NDArray key = rotate(all.get(1), attention);
            double scale = Math.sqrt((double) architecture.hidden() / heads);
            NDArray scores =
                    Recorded.div(query.matMul(key.transpose(0, 1, 3, 2)), scale).add(attention.mask());
            NDArray context =
                    scores.softmax(-1).matMul(all.get(2)).transpose(0, 2, 1, 3).reshape(shape);
            return linear(context, prefix + "Wo");
        }

        /** Turns each pair (i, i + half) of a head by its position's angle. */
        private NDArray rotate(NDArray x, Attention attention) {
            long half = x.getShape().get(3) / 2;
            NDArray first = x.get(new NDIndex("..., :{}", half));
            NDArray second = x.get(new NDIndex("..., {}:", half));
            return x.mul(attention.cosines()).add(second.neg().concat(first, 3).mul(attention.sines()));
        }

        private NDArray linear(NDArray x, String name) {
            return Linear.linear(x, values.apply(name + ".weight")).singletonOrThrow();
        }

        private NDArray norm(NDArray x, String name, NDArray noBias) {
            return LayerNorm.layerNorm(
                            x,
                            new Shape(architecture.hidden()),
                            values.apply(name + ".weight"),
                            noBias,
                            ModernBertArchitecture.LAYER_NORM_EPSILON)
                    .singletonOrThrow();
        }

        private NDArray seen(String name, NDArray activation) {
            tap.see(name, activation);
            return activation;
        }
    }

    private Attention attention(NDManager manager, int length, double base, NDArray mask) {
        int width = architecture.hidden() / architecture.heads();
        float[] cosines = new float[length * width];
        float[] sines = new float[length * width];
        for (int position = 0; position < length; position++) {
            for (int i = 0; i < width; i++) {
                double angle = position * Math.pow(base, -2.0 * (i % (width / 2)) / width);
                cosines[position * width + i] = (float) Math.cos(angle);
                sines[position * width + i] = (float) Math.sin(angle);
            }
        }
        Shape shape = new Shape(length, width);
        return new Attention(manager.create(cosines, shape), manager.create(sines, shape), mask);
    }

    /** {@code (1, 1, T, T)}: 0 inside the window, the lowest finite value outside. */
    private NDArray windowMask(NDManager manager, int length) {
        float[] mask = new float[length * length];
        for (int query = 0; query < length; query++) {
            for (int key = 0; key < length; key++) {
                mask[query * length + key] = Math.abs(query - key) <= architecture.window() ? 0 : -Float.MAX_VALUE;
            }
        }
        return manager.create(mask, new Shape(1, 1, length, length));
    }
}
