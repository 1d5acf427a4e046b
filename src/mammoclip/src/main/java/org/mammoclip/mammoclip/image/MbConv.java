package org.mammoclip.mammoclip.image;

/**
 * One mobile inverted bottleneck block: expand, depthwise convolution, squeeze and excite, project.
 *
 * @param index number of the block over all stages, from 0
 * @param kernel side of the depthwise kernel
 * @param stride of the depthwise convolution
 * @param padding of the depthwise convolution
 * @param in channels of the input
 * @param expanded channels between; equal to {@code in} for a block without expansion
 * @param squeezed channels of the squeeze, from the input channels before expansion
 * @param out channels of the output
 */
public record MbConv(int index, int kernel, int stride, Padding padding, int in, int expanded, int squeezed, int out) {

    /** False in the first stage: no expanding convolution and no first batch norm. */
    public boolean expands() {
        return expanded != in;
    }

    /** True if the input is added to the output. */
    public boolean residual() {
        return stride == 1 && in == out;
    }

    /** The same block with other zeros around the input of its depthwise convolution. */
    MbConv withPadding(Padding other) {
        return new MbConv(index, kernel, stride, other, in, expanded, squeezed, out);
    }

    /** Prefix of this block's parameters. */
    public String prefix() {
        return "_blocks." + index + ".";
    }
}
