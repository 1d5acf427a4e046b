package org.mammoclip.mammoclip.golden;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.Set;
import org.mammoclip.mammoclip.block.ParameterSource;

/** {@code detector.json}: a RetinaNet whose backbone has the parameters of the B2 image tower. */
public final class GoldenDetector implements ParameterSource {
    private static final String BACKBONE = "efficientnet.";
    private static final String TOWER = "image_encoder.";

    private final JsonNode root;
    private final GoldenFile heads;
    private final GoldenFile tower;

    private GoldenDetector(JsonNode root) {
        this.root = root;
        this.heads = GoldenFile.of(root);
        this.tower = GoldenFile.read("encoder-b2.json");
    }

    public static GoldenDetector read() {
        return new GoldenDetector(GoldenFile.read("detector.json").root().get("retinanet_b2"));
    }

    public JsonNode root() {
        return root;
    }

    /** The stored input image, {@code (1, 3, 256, 192)}. */
    public NDArray input(NDManager manager) {
        JsonNode shape = root.get("input").get("shape");
        int rows = shape.get(2).asInt();
        int columns = shape.get(3).asInt();
        float[] pixels = GoldenScheme.image(root.get("input").get("key").asText(), rows, columns);
        if (!GoldenFile.crc32(pixels).equals(root.get("input").get("crc32").asText())) {
            throw new IllegalStateException("generated input differs");
        }
        return manager.create(pixels, new Shape(1, 3, rows, columns));
    }

    @Override
    public Set<String> names() {
        Set<String> names = new LinkedHashSet<>(heads.names());
        for (String name : tower.names()) {
            if (name.startsWith(TOWER)) {
                names.add(BACKBONE + name.substring(TOWER.length()));
            }
        }
        return names;
    }

    @Override
    public NDArray read(NDManager manager, String name, Shape shape) {
        return manager.create(values(name, shape), shape);
    }

    public float[] values(String name, Shape shape) {
        return name.startsWith(BACKBONE)
                ? tower.values(TOWER + name.substring(BACKBONE.length()), shape)
                : heads.values(name, shape);
    }
}
