package org.mammoclip.mammoclip.golden;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import org.mammoclip.mammoclip.image.EfficientNetArchitecture;
import org.mammoclip.mammoclip.image.ImageEncoder;

/** {@code heads.json}: two small images through the B2 tower, and what stands on its features. */
public final class GoldenHeads {
    private final JsonNode root;

    private GoldenHeads(JsonNode root) {
        this.root = root;
    }

    public static GoldenHeads read() {
        return new GoldenHeads(GoldenFile.read("heads.json").root());
    }

    public JsonNode root() {
        return root;
    }

    public EfficientNetArchitecture architecture() {
        return EfficientNetArchitecture.B2;
    }

    /** The raw feature map of each image, {@code (1, C, 7, 5)}. */
    public NDArray[] features(NDManager manager) {
        GoldenFile parameters = GoldenFile.read("encoder-b2.json");
        try (ImageEncoder encoder = ImageEncoder.load(manager, architecture(), parameters, "image_encoder.")) {
            return features(manager, encoder);
        }
    }

    /** As {@link #features(NDManager)} with an encoder of the caller's. */
    public NDArray[] features(NDManager manager, ImageEncoder encoder) {
        JsonNode shape = root.get("image_shape");
        int rows = shape.get(1).asInt();
        int columns = shape.get(2).asInt();
        JsonNode keys = root.get("image_keys");
        NDArray[] features = new NDArray[keys.size()];
        for (int i = 0; i < features.length; i++) {
            float[] pixels = GoldenScheme.image(keys.get(i).asText(), rows, columns);
            features[i] = encoder.features(manager.create(pixels, new Shape(1, 3, rows, columns)));
        }
        return features;
    }

    /** The pooled vector of each image, {@code (1, C)}. */
    public NDArray[] pooled(NDManager manager) {
        NDArray[] features = features(manager);
        NDArray[] pooled = new NDArray[features.length];
        for (int i = 0; i < features.length; i++) {
            pooled[i] = ImageEncoder.pooled(features[i]);
        }
        return pooled;
    }
}
