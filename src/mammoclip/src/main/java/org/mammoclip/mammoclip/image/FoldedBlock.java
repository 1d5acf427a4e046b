package org.mammoclip.mammoclip.image;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import org.jspecify.annotations.Nullable;

/** One {@link MbConv} for inference. */
final class FoldedBlock {
    private final MbConv block;
    private final Swish swish;
    private final @Nullable FoldedConvolution expand;
    private final FoldedConvolution depthwise;
    private final FoldedConvolution reduce;
    private final FoldedConvolution excite;
    private final FoldedConvolution project;

    FoldedBlock(MbConv block, ConvolutionFolder folder, Swish swish) {
        this.block = block;
        this.swish = swish;
        String prefix = block.prefix();
        int width = block.expanded();
        this.expand = block.expands() ? pointwise(folder, "_expand_conv", "_bn0", width, block.in()) : null;
        this.depthwise = folder.fold(
                prefix + "_depthwise_conv",
                prefix + "_bn1",
                new Shape(width, 1, block.kernel(), block.kernel()),
                block.stride(),
                block.padding(),
                width);
        this.reduce = folder.plain(prefix + "_se_reduce", block.squeezed(), width);
        this.excite = folder.plain(prefix + "_se_expand", width, block.squeezed());
        this.project = pointwise(folder, "_project_conv", "_bn2", block.out(), width);
    }

    private FoldedConvolution pointwise(
            ConvolutionFolder folder, String convolution, String batchNorm, int out, int in) {
        String prefix = block.prefix();
        return folder.fold(prefix + convolution, prefix + batchNorm, new Shape(out, in, 1, 1), 1, Padding.NONE, 1);
    }

    /** @return a new array in the manager of {@code input}, which is closed */
    NDArray applyAndClose(NDArray input) {
        NDArray x = input;
        if (expand != null) {
            x = expand.apply(input);
            swish.inPlace(x);
        }
        NDArray filtered = depthwise.apply(x);
        if (x != input) {
            x.close();
        }
        swish.inPlace(filtered);
        NDArray gate = gate(filtered);
        filtered.muli(gate);
        gate.close();
        NDArray result = project.apply(filtered);
        filtered.close();
        if (block.residual()) {
            result.addi(input);
        }
        input.close();
        return result;
    }

    /** Squeeze and excite: one factor in (0, 1) per channel, {@code (N, C, 1, 1)}. */
    private NDArray gate(NDArray x) {
        NDArray pooled = x.getNDArrayInternal().globalAvgPool();
        NDArray squeezed = pooled.reshape(x.getShape().get(0), block.expanded(), 1, 1);
        pooled.close();
        NDArray reduced = reduce.apply(squeezed);
        squeezed.close();
        swish.inPlace(reduced);
        NDArray excited = excite.apply(reduced);
        reduced.close();
        NDArray gate = Activation.sigmoid(excited);
        excited.close();
        return gate;
    }
}
