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
    /** Of the range of grey values: 40 of 255, as for the breast crop. */
    private static final float HIGHEST_BACKGROUND = 40f / 255;

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

    /** The pixels that are not background, row-major: brighter than the grey at which the preparation crops. */
    BitSet breast() {
        if (breast == null) {
            breast = brighterThanBackground(image.intensity());
        }
        return breast;
    }

    private static BitSet brighterThanBackground(float[] intensity) {
        float min = Float.POSITIVE_INFINITY;
        float max = Float.NEGATIVE_INFINITY;
        for (float value : intensity) {
            min = Math.min(min, value);
            max = Math.max(max, value);
        }
        float background = min + (max - min) * HIGHEST_BACKGROUND;
        BitSet brighter = new BitSet(intensity.length);
        for (int i = 0; i < intensity.length; i++) {
            if (intensity[i] > background) {
                brighter.set(i);
            }
        }
        return brighter;
    }

    @Override
    public void close() {
        call.close();
    }
}
