package org.mammoclip.mammoclip.image;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv2d;

/** A convolution that has taken in the batch norm behind it. The weight is a channels-last view {@code (out, in, k, k)}. */
record FoldedConvolution(NDArray weight, NDArray bias, Shape stride, Padding padding, int groups) {
    private static final Shape UNIT = new Shape(1, 1);

    /** @return a new array in the manager of {@code x}, which stays open */
    NDArray apply(NDArray x) {
        if (padding.symmetric()) {
            return convolve(x, padding.before());
        }
        NDArray padded = EfficientNet.pad(x, padding);
        NDArray result = convolve(padded, 0);
        padded.close();
        return result;
    }

    private NDArray convolve(NDArray x, int symmetricPadding) {
        Shape zeros = new Shape(symmetricPadding, symmetricPadding);
        return Conv2d.conv2d(x, weight, bias, stride, zeros, UNIT, groups).singletonOrThrow();
    }
}
