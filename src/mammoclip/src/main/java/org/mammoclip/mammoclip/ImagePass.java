package org.mammoclip.mammoclip;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mammoclip.mammoclip.detect.Detection;

/**
 * One image on its way through a model: every network that anybody asks for runs once. Closing frees all that was allocated
 * natively for the image.
 */
final class ImagePass implements AutoCloseable {
    private final ModelImage image;
    private final NDManager call;
    private final NDArray input;
    private final Map<ImageTower, ImageTower.Features> features = new IdentityHashMap<>();
    private final Map<DetectorPart, List<Detection>> detections = new IdentityHashMap<>();
    private @Nullable BitSet breast;

    /** @param intensity what {@link TowerInput#reduce} made of the image */
    ImagePass(NDManager manager, TowerInput towerInput, ModelImage image, float[] intensity) {
        this.image = image;
        this.call = manager.newSubManager();
        try {
            this.input = towerInput.load(call, intensity);
        } catch (RuntimeException e) {
            // Nobody can close what was not constructed; on a GPU this is where its memory runs out.
            call.close();
            throw e;
        }
    }

    RasterSize size() {
        return image.size();
    }

    ImageTower.Features features(ImageTower tower) {
        return features.computeIfAbsent(tower, asked -> asked.run(input));
    }

    List<Detection> detections(DetectorPart detector) {
        return detections.computeIfAbsent(detector, asked -> asked.detect(call, image));
    }

    /** As {@link ModelImage#breast}. */
    BitSet breast() {
        if (breast == null) {
            breast = image.breast();
        }
        return breast;
    }

    @Override
    public void close() {
        call.close();
    }
}
