package org.mammoclip.mammoclip.detect;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Activation;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.mammoclip.mammoclip.block.ParameterSource;

/** Four convolutions and an output layer, the same for all levels: box offsets or class scores before the sigmoid. */
final class PyramidHead {
    private final List<Convolution> trunk = new ArrayList<>();
    private final Convolution output;
    private final int perAnchor;

    private PyramidHead(NDManager manager, ParameterSource source, String prefix, int perAnchor) {
        int width = DetectorParameters.WIDTH;
        for (int i = 1; i <= DetectorParameters.HEAD_DEPTH; i++) {
            trunk.add(Convolution.load(manager, source, prefix + "conv" + i, width, width, 3, 1));
        }
        this.output = Convolution.load(manager, source, prefix + "output", perAnchor * Anchors.PER_CELL, width, 3, 1);
        this.perAnchor = perAnchor;
    }

    /** @param perAnchor values per anchor: four offsets, or as many scores as there are classes */
    static PyramidHead load(NDManager manager, ParameterSource source, String prefix, int perAnchor) {
        return new PyramidHead(manager, source, prefix, perAnchor);
    }

    /**
     * @param levels P3 to P7; not closed
     * @param anchors how many anchors all levels have together
     * @return {@code anchors x perAnchor} values in the order of {@link Anchors}
     */
    float[] answers(List<NDArray> levels, int anchors) {
        FloatBuffer answers = FloatBuffer.allocate(Math.multiplyExact(anchors, perAnchor));
        for (NDArray level : levels) {
            NDArray x = trunk.get(0).apply(level);
            for (Convolution convolution : trunk.subList(1, trunk.size())) {
                x = convolution.applyAndClose(reluAndClose(x));
            }
            try (NDArray raw = output.applyAndClose(reluAndClose(x));
                    NDArray cellsFirst = raw.transpose(0, 2, 3, 1)) {
                answers.put(cellsFirst.toFloatArray());
            }
        }
        if (answers.hasRemaining()) {
            throw new IllegalStateException(
                    "the detector's levels have " + answers.position() + " values for " + anchors + " anchors");
        }
        return answers.array();
    }

    private static NDArray reluAndClose(NDArray x) {
        NDArray result = Activation.relu(x);
        x.close();
        return result;
    }
}
