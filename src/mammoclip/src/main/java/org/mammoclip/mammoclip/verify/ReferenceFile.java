package org.mammoclip.mammoclip.verify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mammoclip.mammoclip.text.TokenBatch;

/**
 * Values that another implementation computed, as JSON. An object with any of
 *
 * <ul>
 *   <li>{@code params}: list of {@code name}, {@code shape}, {@code crc32} (of the values as little-endian float32);
 *   <li>{@code cases}: images and batches of texts.
 * </ul>
 *
 * An image has {@code input} with {@code shape} [1, 3, H, W] and either {@code file} (a .npy file beside the JSON, normalised
 * values) or {@code key} (of a {@link NoiseImage}), with {@code crc32} if the writer wants the input checked; then {@code
 * intermediate}, and the vectors {@code embedding} (pooled), {@code projection}, {@code normalized}. A batch of texts has {@code
 * input_ids} (rows of equal length, padded), {@code attention_mask_lengths}, optionally {@code texts} (then the tokenizer is
 * checked, too), {@code intermediate}, and {@code pooling.eos} with {@code feature_full}, {@code projection_full}, {@code
 * normalized_full}, one row per text. {@code intermediate} is an object of summaries by name: {@code shape}, {@code mean}, {@code
 * std} (of the population), {@code min}, {@code max}, {@code first16}, {@code strided16} (positions {@code floor(i (n - 1) / 15)}).
 * Whatever else is there is left alone.
 */
public final class ReferenceFile {
    /** Longest file in bytes. */
    public static final long MAX_BYTES = 1L << 26;

    private static final int MIN_SIDE = 32;
    private static final int MAX_SIDE = 4096;
    private static final int MAX_CASES = 256;
    private static final int MAX_TOKENS = 1 << 16;
    private static final List<String> IMAGE_VECTORS = List.of("embedding", "projection", "normalized");
    private static final List<String> TEXT_VECTORS = List.of("feature", "projection", "normalized");

    private final List<ParameterDigest> parameters;
    private final List<ImageCase> images;
    private final List<TextCase> texts;

    ReferenceFile(List<ParameterDigest> parameters, List<ImageCase> images, List<TextCase> texts) {
        this.parameters = List.copyOf(parameters);
        this.images = List.copyOf(images);
        this.texts = List.copyOf(texts);
    }

    /**
     * @throws ReferenceFormatException naming the place in the file and what was expected there
     * @throws IOException if it cannot be read
     */
    public static ReferenceFile read(Path file) throws IOException {
        byte[] json;
        try (InputStream in = Files.newInputStream(file)) {
            json = in.readNBytes((int) MAX_BYTES + 1);
        }
        if (json.length > MAX_BYTES) {
            throw new ReferenceFormatException(file.getFileName() + " has more than " + MAX_BYTES + " bytes");
        }
        try {
            return parse(ReferenceNode.root(new ObjectMapper().readTree(json)), file);
        } catch (JsonProcessingException e) {
            throw new ReferenceFormatException(
                    file.getFileName() + " is no JSON: " + e.getOriginalMessage() + " in line "
                            + (e.getLocation() == null ? "?" : e.getLocation().getLineNr()),
                    e);
        }
    }

    private static ReferenceFile parse(ReferenceNode root, Path json) throws ReferenceFormatException {
        List<ParameterDigest> parameters = new ArrayList<>();
        for (ReferenceNode entry : root.optionalList("params")) {
            String crc = entry.text("crc32");
            if (!crc.matches("[0-9a-f]{8}")) {
                throw entry.wrong("crc32", "8 lower-case hexadecimal digits");
            }
            parameters.add(new ParameterDigest(entry.text("name"), entry.shape("shape"), crc));
        }
        List<ImageCase> images = new ArrayList<>();
        List<TextCase> texts = new ArrayList<>();
        List<ReferenceNode> cases = root.optionalList("cases");
        if (cases.size() > MAX_CASES) {
            throw root.wrong("cases", "at most " + MAX_CASES + " cases");
        }
        for (ReferenceNode stored : cases) {
            if (stored.has("input")) {
                images.add(image(stored, json));
            } else if (stored.has("input_ids")) {
                texts.add(texts(stored));
            } else {
                throw stored.wrong("input", "an object (image), or input_ids (texts)");
            }
        }
        if (parameters.isEmpty() && images.isEmpty() && texts.isEmpty()) {
            throw root.wrong("cases", "a list of cases, or params");
        }
        return new ReferenceFile(parameters, images, texts);
    }

    private static ImageCase image(ReferenceNode stored, Path json) throws ReferenceFormatException {
        ReferenceNode input = stored.child("input");
        long[] shape = input.shape("shape").getShape();
        boolean isImage = shape.length == 4 && shape[0] == 1 && shape[1] == 3;
        if (!isImage || Math.min(shape[2], shape[3]) < MIN_SIDE || Math.max(shape[2], shape[3]) > MAX_SIDE) {
            throw input.wrong("shape", "[1, 3, rows, columns] with sides of " + MIN_SIDE + " to " + MAX_SIDE);
        }
        boolean byKey = input.has("key");
        if (byKey == input.has("file")) {
            throw input.wrong("key", "either key or file");
        }
        String source = input.text(byKey ? "key" : "file");
        Path file = byKey ? null : json.resolveSibling(source);
        Map<String, float[]> vectors = new LinkedHashMap<>();
        for (String vector : IMAGE_VECTORS) {
            if (stored.has(vector)) {
                vectors.put(vector, stored.floats(vector));
            }
        }
        InputTensor tensor = new InputTensor(
                byKey ? source : null, file, input.has("crc32") ? input.text("crc32") : "", (int) shape[2], (int)
                        shape[3]);
        return new ImageCase(source, tensor, points(stored), vectors);
    }

    private static TextCase texts(ReferenceNode stored) throws ReferenceFormatException {
        int[][] rows = stored.integerRows("input_ids");
        int[] lengths = stored.integers("attention_mask_lengths");
        if (rows.length == 0 || (long) rows.length * rows[0].length > MAX_TOKENS) {
            throw stored.wrong("input_ids", "1 to " + MAX_TOKENS + " ids");
        }
        long[] ids = new long[rows.length * rows[0].length];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = rows[i / rows[0].length][i % rows[0].length];
        }
        TokenBatch tokens;
        try {
            tokens = new TokenBatch(ids, lengths, rows[0].length);
        } catch (IllegalArgumentException e) {
            throw stored.wrong("attention_mask_lengths", "one length of 1 to " + rows[0].length + " for each row");
        }
        Map<String, float[][]> vectors = new LinkedHashMap<>();
        if (stored.has("pooling") && stored.child("pooling").has("eos")) {
            ReferenceNode eos = stored.child("pooling").child("eos");
            for (String vector : TEXT_VECTORS) {
                if (eos.has(vector + "_full")) {
                    vectors.put(vector, eos.rows(vector + "_full"));
                    if (vectors.get(vector).length != rows.length) {
                        throw eos.wrong(vector + "_full", "one row for each text");
                    }
                }
            }
        }
        List<String> words = stored.optionalTexts("texts");
        if (!words.isEmpty() && words.size() != rows.length) {
            throw stored.wrong("texts", "one text for each row of input_ids");
        }
        return new TextCase(stored.has("name") ? stored.text("name") : "texts", words, tokens, points(stored), vectors);
    }

    private static Map<String, TensorSummary> points(ReferenceNode stored) throws ReferenceFormatException {
        Map<String, TensorSummary> points = new LinkedHashMap<>();
        if (stored.has("intermediate")) {
            for (Map.Entry<String, ReferenceNode> point :
                    stored.child("intermediate").children().entrySet()) {
                ReferenceNode summary = point.getValue();
                points.put(
                        point.getKey(),
                        new TensorSummary(
                                summary.shape("shape").getShape(),
                                summary.number("mean"),
                                summary.number("std"),
                                (float) summary.number("min"),
                                (float) summary.number("max"),
                                summary.floats("first16"),
                                summary.floats("strided16")));
            }
        }
        return points;
    }

    List<ParameterDigest> parameters() {
        return parameters;
    }

    List<ImageCase> images() {
        return images;
    }

    List<TextCase> texts() {
        return texts;
    }

    /** Cases and parameters in the file, as in {@code 3 images, 0 text batches, 439 parameters}. */
    public String summary() {
        return images.size() + " images, " + texts.size() + " text batches, " + parameters.size() + " parameters";
    }
}
