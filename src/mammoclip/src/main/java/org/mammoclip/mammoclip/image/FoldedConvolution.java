package org.mammoclip.mammoclip.image;

import ai.djl.ndarray.NDArray;

/**
 * A convolution that has taken in the batch norm behind it and pads alike on all sides.
 *
 * @param weight a channels-last view {@code (out, in, k, k)}
 * @param bias {@code (out)}
 * @param padding rows and columns of zeros on each side
 */
record FoldedConvolution(NDArray weight, NDArray bias, int stride, int padding, int groups) {}
