package org.mammoclip.mammoclip.image;

/**
 * Zeros put around an image before a convolution, the same on both axes.
 *
 * @param before rows above and columns to the left
 * @param after rows below and columns to the right
 */
public record Padding(int before, int after) {
    /** Of 1x1 convolutions. */
    public static final Padding NONE = new Padding(0, 0);

    public Padding {
        if (before < 0 || after < 0) {
            throw new IllegalArgumentException("padding of " + before + " and " + after);
        }
    }

    /**
     * TensorFlow's "same" padding for a square image of a given side.
     *
     * @param side side of the layer's input in pixels
     */
    public static Padding same(int kernel, int stride, int side) {
        int out = (side + stride - 1) / stride;
        int total = Math.max((out - 1) * stride + kernel - side, 0);
        return new Padding(total / 2, total - total / 2);
    }

    public boolean symmetric() {
        return before == after;
    }

    /** Side of the output of a convolution over a side of {@code side} pixels. */
    public long output(long side, int kernel, int stride) {
        return (side + before + after - kernel) / stride + 1;
    }
}
