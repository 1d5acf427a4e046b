package org.mammoclip.mammoclip.checkpoint;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.mammoclip.mammoclip.detect.RetinaNet;

/**
 * The content of {@code model.json}: the description, where the parameters came from, and the digests of the files beside it. Its
 * own SHA-256 therefore stands for the whole model.
 *
 * @param parametersSha256 of {@code model.safetensors}
 * @param vocabularySha256 of {@code vocab.txt}; only the kind with a text tower has one
 * @param provenance absent for parameters that were not imported
 * @param thresholds operating points chosen when the model was made, by finding
 */
record CheckpointManifest(
        Description description,
        String parametersSha256,
        @Nullable String vocabularySha256,
        @Nullable Provenance provenance,
        SortedMap<String, Double> thresholds) {
    private static final int MAX_THRESHOLDS = 100;
    private static final String SIDE = "side";
    private static final String SHA256 = "[0-9a-f]{64}";
    private static final Set<String> FIELDS =
            Set.of("description", "format", "parametersSha256", "provenance", "thresholds", "vocabularySha256");

    /** Written with sorted keys and line feeds, so that the digest depends on neither the JSON library's version nor the system. */
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .disable(MapperFeature.SORT_CREATOR_PROPERTIES_FIRST)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    CheckpointManifest {
        About.require(
                parametersSha256.matches(SHA256) && (vocabularySha256 == null || vocabularySha256.matches(SHA256)),
                "file digests must be SHA-256 in lower-case hexadecimal");
        About.require(
                (vocabularySha256 != null) == (description.kind() == ModelKind.CLIP),
                "a model has a vocabulary if and only if it has a text tower");
        About.require(thresholds.size() <= MAX_THRESHOLDS, "more than " + MAX_THRESHOLDS + " thresholds");
        thresholds.forEach((finding, threshold) -> About.require(
                About.isLine(finding) && threshold >= 0 && threshold <= 1,
                "thresholds must be 0 to 1, with a name of one line"));
        thresholds = Collections.unmodifiableSortedMap(new TreeMap<>(thresholds));
    }

    static CheckpointManifest decode(byte[] json) throws CheckpointFormatException {
        try {
            JsonNode root = JSON.readTree(json);
            for (Iterator<String> names = root.fieldNames(); names.hasNext(); ) {
                String name = names.next();
                About.require(FIELDS.contains(name), "unknown field " + name + ", known are " + FIELDS);
            }
            JsonNode origin = root.get("provenance");
            JsonNode points = root.get("thresholds");
            Class<? extends Description> type = type(text(root, "format"));
            JsonNode description = field(root, "description");
            if (type == DetectorDescription.class && description instanceof ObjectNode written && !written.has(SIDE)) {
                written.put(SIDE, RetinaNet.SIDE);
            }
            return new CheckpointManifest(
                    JSON.treeToValue(description, type),
                    text(root, "parametersSha256"),
                    root.has("vocabularySha256") ? text(root, "vocabularySha256") : null,
                    origin == null ? null : JSON.treeToValue(origin, Provenance.class),
                    points == null ? new TreeMap<>() : JSON.convertValue(points, new TypeReference<>() {}));
        } catch (JsonProcessingException e) {
            throw new CheckpointFormatException("model.json: " + e.getOriginalMessage());
        } catch (IllegalArgumentException e) {
            throw new CheckpointFormatException("model.json: " + e.getMessage());
        } catch (IOException e) {
            throw new CheckpointFormatException("model.json cannot be read", e);
        }
    }

    /**
     * A description alone, or the one in a manifest of a CLIP model.
     *
     * @param name of the file, for messages
     */
    static ModelDescription decodeClip(byte[] json, String name) throws CheckpointFormatException {
        try {
            JsonNode root = JSON.readTree(json);
            return JSON.treeToValue(root.has("description") ? root.get("description") : root, ModelDescription.class);
        } catch (JsonProcessingException e) {
            throw new CheckpointFormatException(name + ": " + e.getOriginalMessage());
        } catch (IllegalArgumentException e) {
            throw new CheckpointFormatException(name + ": " + e.getMessage());
        } catch (IOException e) {
            throw new CheckpointFormatException(name + " cannot be read", e);
        }
    }

    private static Class<? extends Description> type(String format) {
        for (ModelKind kind : ModelKind.values()) {
            if (kind.format().equals(format)) {
                return switch (kind) {
                    case CLIP -> ModelDescription.class;
                    case CLASSIFIER -> ClassifierDescription.class;
                    case DETECTOR -> DetectorDescription.class;
                    case MAPPER -> MapperDescription.class;
                };
            }
        }
        throw new IllegalArgumentException("format must be one of "
                + Arrays.stream(ModelKind.values()).map(ModelKind::format).toList() + ", not " + format);
    }

    private static JsonNode field(JsonNode root, String name) {
        JsonNode field = root.get(name);
        if (field == null || field.isNull()) {
            throw new IllegalArgumentException("field " + name + " is missing");
        }
        return field;
    }

    private static String text(JsonNode root, String name) {
        JsonNode field = field(root, name);
        About.require(field.isTextual(), "field " + name + " is no text");
        return field.textValue();
    }

    /** The same manifest gives the same bytes. */
    byte[] encode() {
        ObjectNode root = JSON.createObjectNode();
        root.set("description", JSON.valueToTree(description));
        root.put("format", description.kind().format());
        root.put("parametersSha256", parametersSha256);
        if (provenance != null) {
            root.set("provenance", JSON.valueToTree(provenance));
        }
        if (!thresholds.isEmpty()) {
            root.set("thresholds", JSON.valueToTree(thresholds));
        }
        if (vocabularySha256 != null) {
            root.put("vocabularySha256", vocabularySha256);
        }
        try {
            return JSON.writer(new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n")))
                    .writeValueAsBytes(root);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Identifies the model: description, provenance, thresholds and, through their digests, vocabulary and parameters. */
    String sha256() {
        return Digests.sha256(encode());
    }
}
