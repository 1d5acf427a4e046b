package org.mammoclip.mammoclip.learn.probe;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.mammoclip.mammoclip.data.LabelledImage;

/** The pooled vectors of a data set's images by their names. Immutable, thread-safe. */
public final class ImageVectors {
    private final Map<String, float[]> vectors;

    ImageVectors(Map<String, float[]> vectors) {
        this.vectors = Map.copyOf(vectors);
    }

    /**
     * @param images names of images that differ
     * @param vectors one for each; borrowed
     */
    public static ImageVectors of(List<LabelledImage> images, List<float[]> vectors) {
        if (images.size() != vectors.size()) {
            throw new IllegalArgumentException(vectors.size() + " vectors for " + images.size() + " images");
        }
        Map<String, float[]> named = new HashMap<>();
        for (int i = 0; i < images.size(); i++) {
            named.put(key(images.get(i)), vectors.get(i));
        }
        return new ImageVectors(named);
    }

    static String key(LabelledImage image) {
        return image.patient() + "/" + image.image();
    }

    public int size() {
        return vectors.size();
    }

    /** Whether an image has a vector; one that could not be read has none. */
    public boolean has(LabelledImage image) {
        return vectors.containsKey(key(image));
    }

    /** @throws IllegalArgumentException if an image has none, or there is no image */
    public PooledVectors of(List<LabelledImage> images) {
        return PooledVectors.of(images.stream().map(this::vector).toList());
    }

    private float[] vector(LabelledImage image) {
        float[] vector = vectors.get(key(image));
        if (vector == null) {
            throw new IllegalArgumentException("image " + key(image) + " has no vector");
        }
        return vector;
    }
}
