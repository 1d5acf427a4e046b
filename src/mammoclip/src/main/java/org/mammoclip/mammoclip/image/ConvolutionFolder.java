package org.mammoclip.mammoclip.image;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.mammoclip.mammoclip.block.ParameterSource;

/**
 * Folds batch norms into the convolutions before them: with {@code s = gamma / sqrt(variance + epsilon)} the weight becomes
 * {@code weight * s} and the bias {@code beta - mean * s}. Computed in double precision, kept in the precision asked for.
 *
 * <p>Padding that is larger on one side becomes the same on both: the kernel gets a row and a column of zeros on the other side,
 * which is the same sum of products. A copy of the image with a border would cost more than those products.
 */
final class ConvolutionFolder {
    private final NDManager manager;
    private final NDManager scratch;
    private final ParameterSource source;
    private final String prefix;
    private final DataType precision;

    /**
     * @param manager keeps the folded parameters
     * @param scratch holds what is read on the way
     * @param precision of the folded parameters
     */
    ConvolutionFolder(NDManager manager, NDManager scratch, ParameterSource source, String prefix, DataType precision) {
        this.manager = manager;
        this.scratch = scratch;
        this.source = source;
        this.prefix = prefix;
        this.precision = precision;
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
            return new FoldedConvolution(
                    channelsLast(symmetric(weight, padding)),
                    keep(bias),
                    stride,
                    Math.max(padding.before(), padding.after()),
                    groups);
        }
    }

    /** A 1x1 convolution and the batch norm behind it. */
    FoldedConvolution pointwise(String convolution, String batchNorm, int out, int in) {
        return fold(convolution, batchNorm, new Shape(out, in, 1, 1), 1, Padding.NONE, 1);
    }

    /** A 1x1 convolution with its own bias and no batch norm: a linear layer over channels. */
    FoldedConvolution plain(String convolution, int out, int in) {
        try (NDManager scope = scratch.newSubManager()) {
            NDArray weight = readDouble(scope, convolution + ".weight", new Shape(out, in, 1, 1));
            NDArray bias = readDouble(scope, convolution + ".bias", new Shape(out));
            return new FoldedConvolution(channelsLast(weight), keep(bias), 1, 0, 1);
        }
    }

    private NDArray readDouble(NDManager scope, String name, Shape shape) {
        return source.read(scope, prefix + name, shape).toType(DataType.FLOAT64, false);
    }

    private static NDArray symmetric(NDArray weight, Padding padding) {
        if (padding.symmetric()) {
            return weight;
        }
        int leading = Math.max(0, padding.after() - padding.before());
        int trailing = Math.max(0, padding.before() - padding.after());
        return weight.pad(new Shape(leading, trailing, leading, trailing), 0);
    }

    /** Stored as (out, k, k, in), seen as (out, in, k, k). */
    private NDArray channelsLast(NDArray weight) {
        NDArray stored = weight.transpose(0, 2, 3, 1).toType(precision, false).duplicate();
        NDArray view = stored.transpose(0, 3, 1, 2);
        view.attach(manager);
        return view;
    }

    private NDArray keep(NDArray array) {
        NDArray kept = array.toType(precision, true);
        kept.attach(manager);
        return kept;
    }
}
