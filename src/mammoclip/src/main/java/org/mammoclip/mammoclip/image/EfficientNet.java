package org.mammoclip.mammoclip.image;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.mammoclip.mammoclip.block.ActivationTap;
import org.mammoclip.mammoclip.block.NamedParameterBlock;

/**
 * EfficientNet layer by layer as published, with the reference's parameter names. Trainable; {@link ImageEncoder} computes the
 * same function several times faster for inference.
 *
 * <p>Input float32 {@code (N, 3, H, W)}, normalised. Output list: pooled vector {@code (N, C)} and raw feature map {@code (N, C,
 * h, w)}, attached to the input's manager; the pooled vector is the spatial mean of the map. Agrees with the reference
 * within the tolerance stated in {@code ImageEncoderParityTest}. Not thread-safe.
 */
public final class EfficientNet extends NamedParameterBlock {
    /** The complement of PyTorch's 0.01. */
    private static final float BATCH_NORM_MOMENTUM = 0.99f;

    private static final Shape UNIT = new Shape(1, 1);

    private final EfficientNetArchitecture architecture;

    public EfficientNet(EfficientNetArchitecture architecture) {
        super(architecture.parameters());
        this.architecture = architecture;
    }

    /** The raw feature map in evaluation mode, showing every inner activation to {@code tap}. */
    public NDArray features(NDArray images, ActivationTap tap) {
        return new Pass(values(), false, tap).features(images);
    }

    /**
     * The raw feature map in training mode, showing every inner activation to {@code tap}: batch norms standardise with the batch and
     * move their running statistics, residual branches are dropped. Whether operations are recorded depends on whether the parameters
     * take gradients.
     */
    public NDArray trainingFeatures(NDArray images, ActivationTap tap) {
        return new Pass(values(), true, tap).features(images);
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore store, NDList inputs, boolean training, @Nullable PairList<String, Object> options) {
        NDArray images = inputs.singletonOrThrow();
        Function<String, NDArray> values = values(store, images.getDevice(), training);
        NDArray features = new Pass(values, training, ActivationTap.NONE).features(images);
        return new NDList(features.getNDArrayInternal().globalAvgPool(), features);
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        Shape features = architecture.featureShape(inputShapes[0]);
        return new Shape[] {new Shape(features.get(0), features.get(1)), features};
    }

    /** One forward pass: where values come from, whether statistics move, who watches. */
    private final class Pass {
        private final Function<String, NDArray> values;
        private final boolean training;
        private final ActivationTap tap;

        Pass(Function<String, NDArray> values, boolean training, ActivationTap tap) {
            this.values = values;
            this.training = training;
            this.tap = tap;
        }

        NDArray features(NDArray images) {
            NDManager manager = images.getManager();
            NDArray x;
            try (NDManager scope = manager.newSubManager()) {
                NDArray padded = pad(images, architecture.stemPadding());
                padded.attach(scope);
                x = seen("stem.conv", conv(padded, "_conv_stem", EfficientNetArchitecture.STEM_STRIDE, 1, 0));
                x = seen("stem.bn", batchNorm(x, "_bn0"));
                x = seen("stem.out", Swish.of(x));
                x.attach(manager);
            }
            for (MbConv block : architecture.blocks()) {
                try (NDManager scope = manager.newSubManager()) {
                    x.attach(scope);
                    x = seen("block." + block.index(), block(block, x));
                    x.attach(manager);
                }
            }
            try (NDManager scope = manager.newSubManager()) {
                x.attach(scope);
                x = seen("head.conv", conv(x, "_conv_head", 1, 1, 0));
                x = seen("head.bn", batchNorm(x, "_bn1"));
                x = seen("head.out", Swish.of(x));
                x.attach(manager);
            }
            return x;
        }

        private NDArray block(MbConv block, NDArray input) {
            String prefix = block.prefix();
            String name = "block." + block.index() + ".";
            NDArray x = input;
            if (block.expands()) {
                x = seen(name + "_expand_conv", conv(x, prefix + "_expand_conv", 1, 1, 0));
                x = seen(name + "_bn0", batchNorm(x, prefix + "_bn0"));
                x = Swish.of(x);
            }
            x = depthwise(x, block);
            x = seen(name + "_bn1", batchNorm(seen(name + "_depthwise_conv", x), prefix + "_bn1"));
            x = Swish.of(x);

            NDArray squeezed =
                    x.getNDArrayInternal().globalAvgPool().reshape(x.getShape().get(0), -1, 1, 1);
            NDArray gate = seen(name + "_se_reduce", conv(squeezed, prefix + "_se_reduce", 1, 1, 0));
            gate = seen(name + "_se_expand", conv(Swish.of(gate), prefix + "_se_expand", 1, 1, 0));
            x = x.mul(Activation.sigmoid(gate));

            x = seen(name + "_project_conv", conv(x, prefix + "_project_conv", 1, 1, 0));
            x = seen(name + "_bn2", batchNorm(x, prefix + "_bn2"));
            if (!block.residual()) {
                return x;
            }
            return (training ? dropConnect(x, block) : x).add(input);
        }

        /** What is the same on all sides, the convolution adds itself. */
        private NDArray depthwise(NDArray x, MbConv block) {
            Padding padding = block.padding();
            String name = block.prefix() + "_depthwise_conv";
            return padding.symmetric()
                    ? conv(x, name, block.stride(), block.expanded(), padding.before())
                    : conv(pad(x, padding), name, block.stride(), block.expanded(), 0);
        }

        /** Drops the branch of whole samples and scales the others up, more often the deeper the block. */
        private NDArray dropConnect(NDArray branch, MbConv block) {
            double rate = architecture.dropConnect()
                    * block.index()
                    / architecture.blocks().size();
            if (rate == 0) {
                return branch;
            }
            float keep = (float) (1 - rate);
            Shape perSample = new Shape(branch.getShape().get(0), 1, 1, 1);
            NDArray mask =
                    branch.getManager().randomUniform(0, 1, perSample).add(keep).floor();
            return branch.mul(mask.divi(keep));
        }

        private NDArray conv(NDArray x, String name, int stride, int groups, int padding) {
            NDArray weight = values.apply(name + ".weight");
            NDArray bias = name.contains("_se_") ? values.apply(name + ".bias") : null;
            return Conv2d.conv2d(x, weight, bias, new Shape(stride, stride), new Shape(padding, padding), UNIT, groups)
                    .singletonOrThrow();
        }

        private NDArray batchNorm(NDArray x, String name) {
            return BatchNorm.batchNorm(
                            x,
                            values.apply(name + ".running_mean"),
                            values.apply(name + ".running_var"),
                            values.apply(name + ".weight"),
                            values.apply(name + ".bias"),
                            1,
                            BATCH_NORM_MOMENTUM,
                            EfficientNetArchitecture.BATCH_NORM_EPSILON,
                            training)
                    .singletonOrThrow();
        }

        private NDArray seen(String name, NDArray activation) {
            tap.see(name, activation);
            return activation;
        }
    }

    /** Zeros around the image; DJL's order is left, right, top, bottom. */
    static NDArray pad(NDArray x, Padding padding) {
        int before = padding.before();
        int after = padding.after();
        return x.pad(new Shape(before, after, before, after), 0);
    }
}
