package org.mammoclip.mammoclip.card;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mammoclip.mammoclip.evaluate.MetricValue;
import org.mammoclip.mammoclip.evaluate.metric.Interval;

/**
 * {@code results.json}, the same for every kind of training: a list of {@code {task, finding, fraction, seed, split, metric, value,
 * low, high, images, positives}}. A value or an interval that is not defined is null.
 */
public final class LearningResults {
    public static final String FILE = "results.json";

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private LearningResults() {}

    /** Replaces the folder's file. */
    public static void write(Path folder, List<LearningResult> results) throws IOException {
        Files.createDirectories(folder);
        LearningCard.replace(folder.resolve(FILE), JSON.writeValueAsBytes(encode(results)));
    }

    /** @throws IOException if the folder's file is missing or damaged */
    public static List<LearningResult> read(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        try {
            return decode(JSON.readTree(Files.readAllBytes(file)));
        } catch (JsonProcessingException e) {
            throw new IOException(file + " is damaged: " + e.getOriginalMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new IOException(file + " is damaged: " + e.getMessage(), e);
        }
    }

    static ArrayNode encode(List<LearningResult> results) {
        ArrayNode list = JSON.createArrayNode();
        for (LearningResult result : results) {
            LearningResult.Scope scope = result.scope();
            ObjectNode node = list.addObject()
                    .put("task", scope.task())
                    .put("finding", scope.finding())
                    .put("fraction", scope.fraction())
                    .put("seed", scope.seed())
                    .put("split", scope.split())
                    .put("metric", result.value().key());
            number(node, "value", result.value().value());
            number(node, "low", result.value().interval().map(Interval::low).orElse(Double.NaN));
            number(node, "high", result.value().interval().map(Interval::high).orElse(Double.NaN));
            node.put("images", scope.images()).put("positives", scope.positives());
        }
        return list;
    }

    private static void number(ObjectNode node, String name, double value) {
        if (Double.isFinite(value)) {
            node.put(name, value);
        } else {
            node.putNull(name);
        }
    }

    static List<LearningResult> decode(JsonNode list) {
        if (!list.isArray()) {
            throw new IllegalArgumentException("results are a list");
        }
        List<LearningResult> results = new ArrayList<>();
        for (JsonNode node : list) {
            LearningResult.Scope scope = new LearningResult.Scope(
                    text(node, "task"),
                    text(node, "finding"),
                    finite(node, "fraction"),
                    whole(node, "seed"),
                    text(node, "split"),
                    Math.toIntExact(whole(node, "images")),
                    Math.toIntExact(whole(node, "positives")));
            results.add(new LearningResult(
                    scope, new MetricValue(text(node, "metric"), finite(node, "value"), interval(node))));
        }
        return List.copyOf(results);
    }

    private static Optional<Interval> interval(JsonNode node) {
        double low = finite(node, "low");
        double high = finite(node, "high");
        return Double.isNaN(low) || Double.isNaN(high) ? Optional.empty() : Optional.of(new Interval(low, high));
    }

    private static String text(JsonNode node, String name) {
        JsonNode field = node.path(name);
        if (!field.isTextual()) {
            throw new IllegalArgumentException("a result has no text '" + name + "'");
        }
        return field.textValue();
    }

    private static long whole(JsonNode node, String name) {
        JsonNode field = node.path(name);
        if (!field.isIntegralNumber() || !field.canConvertToLong()) {
            throw new IllegalArgumentException("a result has no whole number '" + name + "'");
        }
        return field.longValue();
    }

    private static double finite(JsonNode node, String name) {
        JsonNode field = node.path(name);
        if (field.isNull()) {
            return Double.NaN;
        }
        if (!field.isNumber()) {
            throw new IllegalArgumentException("a result has no number '" + name + "'");
        }
        return field.doubleValue();
    }
}
