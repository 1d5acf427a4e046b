package org.mammoclip.mammoclip.image;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.mammoclip.mammoclip.block.ParameterSource;

/**
 * Folds batch norms into the convolutions before them: with {@code s = gamma / sqrt(variance + epsilon)} the weight becomes
 * {@code weight * s} and the bias {@code beta - mean * s}. Computed in double precision, kept in float32.
 */
final class ConvolutionFolder {
    private static final Shape UNIT_STRIDE = new Shape(1, 1);

    private final NDManager manager;
    private final NDManager scratch;
    private final ParameterSource source;
    private final String prefix;

    /**
     * @param manager keeps the folded parameters
     * @param scratch holds what is read on the way
     */
    ConvolutionFolder(NDManager manager, NDManager scratch, ParameterSource source, String prefix) {
        this.manager = manager;
        this.scratch = scratch;
        this.source = source;
        this.prefix = prefix;
    }

    FoldedConvolution fold(String convolution, String batchNorm, Shape shape, int stride, Padding padding, int groups) {
        try (NDManager scope = scratch.newSubManager()) {
            Shape perChannel = new Shape(shape.get(0));
            NDArray variance = readDouble(scope, batchNorm + ".running_var", perChannel);
            NDArray mean = readDouble(scope, batchNorm + ".running_mean", perChannel);
            NDArray gamma = readDouble(scope, batchNorm + ".weight", perChannel);
            NDArray beta = readDouble(scope, batchNorm + ".bias", perChannel);
            NDArray scale = gamma.div(variance.add((double) EfficientNetArchitecture.BATCH_NORM_EPSILON)
                    .sqrt());
            NDArray weight = readDouble(scope, convolution + ".weight", shape).mul(scale.reshape(-1, 1, 1, 1));
            NDArray bias = beta.sub(mean.mul(scale));
            return new FoldedConvolution(channelsLast(weight), keep(bias), new Shape(stride, stride), padding, groups);
        }
    }

    /** A 1x1 convolution with its own bias and no batch norm: a linear layer over channels. */
    FoldedConvolution plain(String convolution, int out, int in) {
        try (NDManager scope = scratch.newSubManager()) {
            NDArray weight = readDouble(scope, convolution + ".weight", new Shape(out, in, 1, 1));
            NDArray bias = readDouble(scope, convolution + ".bias", new Shape(out));
            return new FoldedConvolution(channelsLast(weight), keep(bias), UNIT_STRIDE, Padding.NONE, 1);
        }
    }

    private NDArray readDouble(NDManager scope, String name, Shape shape) {
        return source.read(scope, prefix + name, shape).toType(DataType.FLOAT64, false);
    }

    /** Stored as (out, k, k, in), seen as (out, in, k, k). */
    private NDArray channelsLast(NDArray weight) {
        NDArray stored =
                weight.transpose(0, 2, 3, 1).toType(DataType.FLOAT32, false).duplicate();
        NDArray view = stored.transpose(0, 3, 1, 2);
        view.attach(manager);
        return view;
    }

    private NDArray keep(NDArray array) {
        NDArray kept = array.toType(DataType.FLOAT32, true);
        kept.attach(manager);
        return kept;
    }
}
