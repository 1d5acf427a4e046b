package org.mammoclip.mammoclip.detect;

import ai.djl.ndarray.NDArray;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.mammoclip.mammoclip.block.ActivationTap;
import org.mammoclip.mammoclip.image.EfficientNet;
import org.mammoclip.mammoclip.image.EfficientNetArchitecture;
import org.mammoclip.mammoclip.image.ImageEncoder;
import org.mammoclip.mammoclip.image.MbConv;

/**
 * Where the neck takes its three maps from the backbone. C3 is the output before the last halving (block 15 of B2, 26 of B5), C4 the
 * last block but one (21, 37), C5 the raw feature map. C4 and C5 have the backbone's total stride, C3 half of it.
 *
 * @param c3Block index of the block whose output is C3
 * @param c3Channels its channels
 * @param c4Block index of the block whose output is C4
 * @param c4Channels its channels
 * @param c5Channels channels of the raw feature map
 * @param stride total stride of the backbone in pixels (32 for B2 and B5): input sides must be multiples of it
 */
record PyramidTaps(int c3Block, int c3Channels, int c4Block, int c4Channels, int c5Channels, int stride) {
    /** Of the stem. */
    private static final int STEM_STRIDE = 2;

    static PyramidTaps of(EfficientNetArchitecture architecture) {
        List<MbConv> blocks = architecture.blocks();
        int stride = STEM_STRIDE;
        int lastHalving = 0;
        for (MbConv block : blocks) {
            stride *= block.stride();
            if (block.stride() > 1) {
                lastHalving = block.index();
            }
        }
        int c4 = blocks.size() - 2;
        if (lastHalving == 0 || lastHalving > c4) {
            throw new IllegalArgumentException(architecture.name()
                    + " is too short for a detector: it must halve the image before its last two blocks");
        }
        return new PyramidTaps(
                lastHalving - 1,
                blocks.get(lastHalving - 1).out(),
                c4,
                blocks.get(c4).out(),
                architecture.headChannels(),
                stride);
    }

    /** Pixels per cell of P3, which is twice as fine as C3. */
    int finestStride() {
        return stride / 4;
    }

    /**
     * The maps of the network that is trained. They can be recorded.
     *
     * @param backbone with the detector's padding
     * @param images float32 {@code (N, 3, H, W)}; not closed
     * @param training whether batch norms see the batch and branches are dropped
     * @return three maps in the manager of {@code images}, the caller's to close
     */
    PyramidMaps maps(EfficientNet backbone, NDArray images, boolean training) {
        Map<String, NDArray> seen = new HashMap<>();
        ActivationTap tap = (name, activation) -> {
            if (name.equals("block." + c3Block) || name.equals("block." + c4Block)) {
                // the network closes its own handle
                NDArray kept = activation.reshape(activation.getShape());
                kept.attach(images.getManager());
                seen.put(name, kept);
            }
        };
        NDArray c5 = training ? backbone.trainingFeatures(images, tap) : backbone.features(images, tap);
        return new PyramidMaps(
                Objects.requireNonNull(seen.get("block." + c3Block)),
                Objects.requireNonNull(seen.get("block." + c4Block)),
                c5);
    }

    /**
     * @param backbone with the detector's padding
     * @param image float32 {@code (1, 3, H, W)}; not closed
     * @return three maps in the manager of {@code image}, the caller's to close
     */
    PyramidMaps maps(ImageEncoder backbone, NDArray image) {
        List<NDArray> outputs = backbone.featuresWith(image, c3Block, c4Block);
        return new PyramidMaps(outputs.get(0), outputs.get(1), outputs.get(2));
    }
}
