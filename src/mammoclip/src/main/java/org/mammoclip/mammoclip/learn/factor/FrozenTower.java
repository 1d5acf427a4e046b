package org.mammoclip.mammoclip.learn.factor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.mammoclip.mammoclip.block.ParameterSource;
import org.mammoclip.mammoclip.checkpoint.ModelDescription;
import org.mammoclip.mammoclip.image.ImageEncoder;
import org.mammoclip.mammoclip.train.ImageBatch;

/**
 * The image encoder of a CLIP checkpoint as it serves, for what is learned on top of it: batch norms are folded into convolutions, so
 * that no training can move their statistics, and there is no dropout. Engine thread only.
 */
final class FrozenTower implements AutoCloseable {
    private final ImageEncoder encoder;
    private final ImageBatch input;
    private final NDManager manager;

    private FrozenTower(NDManager manager, ImageEncoder encoder, ImageBatch input) {
        this.manager = manager;
        this.encoder = encoder;
        this.input = input;
    }

    /** @param parent manager of the device to run on; the tower takes a child of it */
    static FrozenTower load(NDManager parent, ModelDescription description, ParameterSource source) {
        NDManager manager = parent.newSubManager();
        try {
            return new FrozenTower(
                    manager,
                    ImageEncoder.load(
                            manager, description.toImageArchitecture(), source, ModelDescription.IMAGE_PREFIX),
                    new ImageBatch(description.preparation()));
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    /** Shape {@code (1, C, h, w)} of a feature map. */
    static Shape featureShape(ModelDescription description) {
        ModelDescription.Preparation preparation = description.preparation();
        return description
                .toImageArchitecture()
                .featureShape(new Shape(
                        1,
                        3,
                        preparation.rows() / preparation.reduction(),
                        preparation.columns() / preparation.reduction()));
    }

    /**
     * The raw feature map of one image.
     *
     * @param scope takes the result
     * @param id of the image, for messages
     * @param raster 8-bit grey, row-major, in the size of the preparation
     * @return float32 {@code (1, C, h, w)}
     * @throws IllegalArgumentException naming the image if it has another size or one grey value only
     */
    NDArray features(NDManager scope, String id, byte[] raster) {
        try (NDManager call = manager.newSubManager()) {
            NDArray features = encoder.features(input.load(call, List.of(raster), image -> id, image -> image));
            features.attach(scope);
            return features;
        }
    }

    @Override
    public void close() {
        encoder.close();
        manager.close();
    }
}
