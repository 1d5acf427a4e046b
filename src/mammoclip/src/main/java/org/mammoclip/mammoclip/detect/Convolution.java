package org.mammoclip.mammoclip.detect;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv2d;
import org.mammoclip.mammoclip.block.ParameterSource;

/** A convolution with bias; kernel 1x1 without, 3x3 with one zero around the input. */
final class Convolution {
    private static final Shape UNIT = new Shape(1, 1);

    private final NDArray weight;
    private final NDArray bias;
    private final Shape stride;
    private final Shape padding;

    private Convolution(NDArray weight, NDArray bias, int stride, int kernel) {
        this.weight = weight;
        this.bias = bias;
        this.stride = new Shape(stride, stride);
        this.padding = new Shape(kernel / 2, kernel / 2);
    }

    static Convolution load(
            NDManager manager, ParameterSource source, String name, int out, int in, int kernel, int stride) {
        return new Convolution(
                source.read(manager, name + ".weight", new Shape(out, in, kernel, kernel)),
                source.read(manager, name + ".bias", new Shape(out)),
                stride,
                kernel);
    }

    /** @return a new array in the manager of {@code x}, which stays open */
    NDArray apply(NDArray x) {
        return Conv2d.conv2d(x, weight, bias, stride, padding, UNIT, 1).singletonOrThrow();
    }

    /** Like {@link #apply}, and closes {@code x}. */
    NDArray applyAndClose(NDArray x) {
        NDArray result = apply(x);
        x.close();
        return result;
    }
}
