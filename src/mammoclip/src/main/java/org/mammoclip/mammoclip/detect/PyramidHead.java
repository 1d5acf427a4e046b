package org.mammoclip.mammoclip.detect;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Activation;
import java.util.ArrayList;
import java.util.List;
import org.mammoclip.mammoclip.block.ParameterSource;

/** Four convolutions and an output layer, the same for all levels: box offsets or class scores before the sigmoid. */
final class PyramidHead {
    private final List<Convolution> trunk = new ArrayList<>();
    private final Convolution output;
    private final int perAnchor;

    private PyramidHead(NDManager manager, ParameterSource source, String prefix, int perAnchor) {
        this.perAnchor = perAnchor;
        int width = DetectorParameters.WIDTH;
        for (int i = 1; i <= DetectorParameters.HEAD_DEPTH; i++) {
            trunk.add(Convolution.load(manager, source, prefix + "conv" + i, width, width, 3, 1));
        }
        this.output = Convolution.load(manager, source, prefix + "output", perAnchor * Anchors.PER_CELL, width, 3, 1);
    }

    /** @param perAnchor values per anchor: four offsets, or as many scores as there are classes */
    static PyramidHead load(NDManager manager, ParameterSource source, String prefix, int perAnchor) {
        return new PyramidHead(manager, source, prefix, perAnchor);
    }

    /**
     * @param level one map of the pyramid, {@code (1, 256, h, w)}; not closed
     * @return {@code h * w} cells of nine anchors, for each its values
     */
    float[] answers(NDArray level) {
        try (NDArray rows = rows(level)) {
            return rows.toFloatArray();
        }
    }

    /**
     * @param level one map of the pyramid, {@code (N, 256, h, w)}; not closed
     * @return {@code (N, h * w * 9, perAnchor)} in the manager of {@code level}; can be recorded
     */
    NDArray rows(NDArray level) {
        NDArray x = trunk.get(0).apply(level);
        for (Convolution convolution : trunk.subList(1, trunk.size())) {
            x = convolution.applyAndClose(reluAndClose(x));
        }
        try (NDArray raw = output.applyAndClose(reluAndClose(x));
                NDArray cellsFirst = raw.transpose(0, 2, 3, 1)) {
            return cellsFirst.reshape(level.getShape().get(0), -1, perAnchor);
        }
    }

    private static NDArray reluAndClose(NDArray x) {
        NDArray result = Activation.relu(x);
        x.close();
        return result;
    }
}
