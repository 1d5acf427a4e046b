package org.mammoclip.mammoclip.image;

import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;

/** The convolutions of an architecture in the order of the forward pass, batch norms folded. */
final class EncoderWeights {
    private EncoderWeights() {}

    static List<FoldedConvolution> fold(EfficientNetArchitecture architecture, ConvolutionFolder folder) {
        List<FoldedConvolution> convolutions = new ArrayList<>();
        int kernel = EfficientNetArchitecture.STEM_KERNEL;
        convolutions.add(folder.fold(
                "_conv_stem",
                "_bn0",
                new Shape(architecture.stemChannels(), 3, kernel, kernel),
                EfficientNetArchitecture.STEM_STRIDE,
                architecture.stemPadding(),
                1));
        for (MbConv block : architecture.blocks()) {
            String prefix = block.prefix();
            int width = block.expanded();
            if (block.expands()) {
                convolutions.add(folder.pointwise(prefix + "_expand_conv", prefix + "_bn0", width, block.in()));
            }
            convolutions.add(folder.fold(
                    prefix + "_depthwise_conv",
                    prefix + "_bn1",
                    new Shape(width, 1, block.kernel(), block.kernel()),
                    block.stride(),
                    block.padding(),
                    width));
            convolutions.add(folder.plain(prefix + "_se_reduce", block.squeezed(), width));
            convolutions.add(folder.plain(prefix + "_se_expand", width, block.squeezed()));
            convolutions.add(folder.pointwise(prefix + "_project_conv", prefix + "_bn2", block.out(), width));
        }
        convolutions.add(
                folder.pointwise("_conv_head", "_bn1", architecture.headChannels(), architecture.lastChannels()));
        return convolutions;
    }
}
