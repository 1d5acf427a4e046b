package org.mammoclip.mammoclip.golden;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import org.mammoclip.mammoclip.block.CheckpointMismatchException;
import org.mammoclip.mammoclip.block.ParameterSource;

/** One golden JSON file: its manifest as a source of parameters (CRC-32 checked), and its stored reference outputs. */
public final class GoldenFile implements ParameterSource {
    private final JsonNode root;
    private final Map<String, JsonNode> manifest = new LinkedHashMap<>();

    private GoldenFile(JsonNode root) {
        this.root = root;
        for (JsonNode entry : root.path("params")) {
            manifest.put(entry.get("name").asText(), entry);
        }
    }

    public static GoldenFile read(String name) {
        try (InputStream in = GoldenFile.class.getResourceAsStream("/golden/" + name)) {
            return new GoldenFile(new ObjectMapper().readTree(in));
        } catch (IOException e) {
            throw new IllegalStateException(name, e);
        }
    }

    /** A part of a golden file that has a namespace and a manifest of its own. */
    public static GoldenFile of(JsonNode part) {
        return new GoldenFile(part);
    }

    public JsonNode root() {
        return root;
    }

    @Override
    public Set<String> names() {
        return manifest.keySet();
    }

    @Override
    public NDArray read(NDManager manager, String name, Shape shape) {
        return manager.create(values(name, shape), shape);
    }

    public float[] values(String name, Shape shape) {
        JsonNode entry = manifest.get(name);
        if (entry == null) {
            throw new CheckpointMismatchException("parameter " + name + " is missing");
        }
        Shape stored = new Shape(new ObjectMapper().convertValue(entry.get("shape"), long[].class));
        if (!stored.equals(shape)) {
            throw new CheckpointMismatchException("parameter " + name + " has shape " + stored + ", not " + shape);
        }
        float[] values = GoldenScheme.parameter(
                root.get("namespace").asText() + "/" + name,
                (int) shape.size(),
                (float) entry.get("base").asDouble(),
                (float) entry.get("scale").asDouble(),
                entry.path("abs").asBoolean());
        String crc = crc32(values);
        if (!crc.equals(entry.get("crc32").asText())) {
            throw new IllegalStateException("generated " + name + " has CRC " + crc);
        }
        return values;
    }

    /** CRC-32 of the values as little-endian float32. */
    public static String crc32(float[] values) {
        CRC32 crc = new CRC32();
        ByteBuffer block = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            if (!block.hasRemaining()) {
                crc.update(block.flip());
                block.clear();
            }
            block.putFloat(value);
        }
        crc.update(block.flip());
        return String.format("%08x", crc.getValue());
    }

    public static float[] floats(JsonNode array) {
        float[] values = new float[array.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) array.get(i).asDouble();
        }
        return values;
    }
}
