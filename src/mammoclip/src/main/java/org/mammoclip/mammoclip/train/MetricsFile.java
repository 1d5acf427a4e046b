package org.mammoclip.mammoclip.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/**
 * Figures of a run, one JSON object a line: {@code {"kind":"training","step":7,"loss":...}}. A step is written after it was taken;
 * a run that goes on from an earlier save first drops what was written after that save.
 */
final class MetricsFile {
    /** The kind of the figures of an epoch's validation. */
    static final String VALIDATION = "validation";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;

    private MetricsFile(Path file) {
        this.file = file;
    }

    /**
     * @param step lines of later steps, and a line that was cut off, are dropped
     * @param awaitsValidation whether a validation after that very step is dropped, too
     */
    static MetricsFile open(Path file, long step, boolean awaitsValidation) throws IOException {
        StringBuilder kept = new StringBuilder();
        if (Files.exists(file)) {
            for (String line : Files.readString(file, StandardCharsets.UTF_8).split("\n", -1)) {
                if (isUpTo(line, step, awaitsValidation)) {
                    kept.append(line).append('\n');
                }
            }
        }
        Durable.write(file, kept.toString().getBytes(StandardCharsets.UTF_8));
        return new MetricsFile(file);
    }

    private static boolean isUpTo(String line, long step, boolean awaitsValidation) {
        try {
            JsonNode json = JSON.readTree(line);
            if (!json.path("step").isIntegralNumber()) {
                return false;
            }
            boolean dropped =
                    awaitsValidation && VALIDATION.equals(json.path("kind").asText());
            return json.path("step").asLong() < (dropped ? step : step + 1);
        } catch (JsonProcessingException e) {
            return false;
        }
    }

    /**
     * @param kind {@code training} or {@code validation}
     * @param step steps taken
     * @param figures finite
     */
    void append(String kind, long step, Map<String, Double> figures) throws IOException {
        ObjectNode line = JSON.createObjectNode().put("kind", kind).put("step", step);
        figures.forEach(line::put);
        Files.writeString(
                file,
                JSON.writeValueAsString(line) + "\n",
                StandardCharsets.UTF_8,
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }
}
