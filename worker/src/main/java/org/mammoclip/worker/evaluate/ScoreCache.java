package org.mammoclip.worker.evaluate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mammoclip.mammoclip.Embedding;
import org.mammoclip.mammoclip.RasterSize;
import org.mammoclip.mammoclip.evaluate.metric.Box;
import org.mammoclip.mammoclip.evaluate.metric.BoxCase;
import org.mammoclip.mammoclip.evaluate.metric.Point;

/**
 * Scores on disk, one JSON line an image, so that an interrupted evaluation goes on where it ended. The first line says which model
 * and preparation they belong to; a file's scores count while its path, size and time of change are the same. A torn last line is
 * forgotten. One process at a time; not thread-safe.
 */
final class ScoreCache implements AutoCloseable {
    private final ObjectMapper mapper = new ObjectMapper();
    private final Map<String, ImageScores> known = new HashMap<>();
    private final Optional<BufferedWriter> writer;

    private ScoreCache() {
        this.writer = Optional.empty();
    }

    private ScoreCache(Path file, String identity) throws IOException {
        long kept = Files.exists(file) ? read(file, identity) : 0;
        if (kept > 0) {
            try (SeekableByteChannel channel = Files.newByteChannel(file, StandardOpenOption.WRITE)) {
                channel.truncate(kept);
            }
        }
        BufferedWriter opened = Files.newBufferedWriter(
                file, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        this.writer = Optional.of(opened);
        if (kept == 0) {
            opened.write(header(identity));
            opened.newLine();
            opened.flush();
        }
    }

    /** Keeps nothing. */
    static ScoreCache none() {
        return new ScoreCache();
    }

    /**
     * Opens or begins a file.
     *
     * @param identity of model, findings and preparation
     * @throws IOException if the file belongs to another model, or is none of ours
     */
    static ScoreCache open(Path file, String identity) throws IOException {
        return new ScoreCache(file, identity);
    }

    private String header(String identity) {
        return mapper.createObjectNode()
                .put("format", "mammoclip-scores-2")
                .put("identity", identity)
                .toString();
    }

    /** @return bytes of whole lines; 0 if the file is empty */
    private long read(Path file, String identity) throws IOException {
        long whole = 0;
        long size = Files.size(file);
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                long end = whole + line.getBytes(StandardCharsets.UTF_8).length + 1;
                if (whole == 0 && !line.equals(header(identity))) {
                    throw new IOException(
                            file + " holds scores of another model, other findings, another preparation or version;"
                                    + " delete it or name another file");
                }
                if (end > size || (whole > 0 && !take(line))) {
                    break;
                }
                whole = end;
            }
        }
        return whole;
    }

    private boolean take(String line) {
        try {
            JsonNode node = mapper.readTree(line);
            known.put(node.path("key").asText(), scores(node));
            return true;
        } catch (JsonProcessingException | IllegalArgumentException e) {
            return false;
        }
    }

    private static ImageScores scores(JsonNode node) {
        Map<String, Double> scores = new LinkedHashMap<>();
        node.path("scores")
                .fields()
                .forEachRemaining(one -> scores.put(one.getKey(), one.getValue().asDouble()));
        Map<String, List<BoxCase.Found>> boxes = new LinkedHashMap<>();
        node.path("boxes").fields().forEachRemaining(one -> {
            List<BoxCase.Found> found = new ArrayList<>();
            one.getValue()
                    .forEach(box ->
                            found.add(new BoxCase.Found(boxOf(box), box.get(4).asDouble())));
            boxes.put(one.getKey(), found);
        });
        float[] embedding = new float[node.path("embedding").size()];
        for (int i = 0; i < embedding.length; i++) {
            embedding[i] = (float) node.path("embedding").get(i).asDouble();
        }
        JsonNode map = node.path("sourceMap");
        return new ImageScores(
                node.path("pixels").asText(),
                scores,
                boxes,
                new PointedPlaces(
                        points(node.path("maxima")),
                        points(node.path("centres")),
                        BreastCells.parse(node.path("breast").asText())),
                node.path("density").asInt(-1),
                embedding.length == 0 ? Optional.empty() : Optional.of(Embedding.of(embedding)),
                map.size() == 4
                        ? Optional.of(new SourceMap(
                                map.get(0).asDouble(),
                                map.get(1).asDouble(),
                                map.get(2).asDouble(),
                                map.get(3).asDouble()))
                        : Optional.empty(),
                new RasterSize(
                        node.path("picture").path(0).asInt(),
                        node.path("picture").path(1).asInt()));
    }

    private static Map<String, Point> points(JsonNode node) {
        Map<String, Point> points = new LinkedHashMap<>();
        node.fields().forEachRemaining(one -> {
            if (one.getValue().size() != 2) {
                throw new IllegalArgumentException("a place has two numbers");
            }
            points.put(
                    one.getKey(),
                    new Point(
                            one.getValue().get(0).asDouble(),
                            one.getValue().get(1).asDouble()));
        });
        return points;
    }

    private static void put(ObjectNode node, Map<String, Point> points) {
        points.forEach((key, point) -> node.putArray(key).add(point.x()).add(point.y()));
    }

    private static Box boxOf(JsonNode box) {
        if (box.size() != 5) {
            throw new IllegalArgumentException("a box has four edges and a score");
        }
        return new Box(
                box.get(0).asDouble(),
                box.get(1).asDouble(),
                box.get(2).asDouble(),
                box.get(3).asDouble());
    }

    static String keyOf(Path file) throws IOException {
        return file.toAbsolutePath().normalize() + "|" + Files.size(file) + "|"
                + Files.getLastModifiedTime(file).toMillis();
    }

    Optional<ImageScores> get(String key) {
        return Optional.ofNullable(known.get(key));
    }

    void put(String key, ImageScores scores) throws IOException {
        if (writer.isEmpty()) {
            return;
        }
        ObjectNode node = mapper.createObjectNode().put("key", key).put("pixels", scores.pixelsSha256());
        ObjectNode values = node.putObject("scores");
        scores.scores().forEach(values::put);
        ObjectNode boxes = node.putObject("boxes");
        scores.boxes().forEach((finding, found) -> {
            ArrayNode list = boxes.putArray(finding);
            found.forEach(box -> list.addArray()
                    .add(box.box().left())
                    .add(box.box().top())
                    .add(box.box().right())
                    .add(box.box().bottom())
                    .add(box.score()));
        });
        put(node.putObject("maxima"), scores.places().maxima());
        put(node.putObject("centres"), scores.places().centres());
        node.putArray("picture")
                .add(scores.picture().rows())
                .add(scores.picture().columns());
        node.put("breast", scores.places().breast().toText());
        node.put("density", scores.density());
        if (scores.embedding().isPresent()) {
            ArrayNode values32 = node.putArray("embedding");
            for (float value : scores.embedding().get().toArray()) {
                values32.add(value);
            }
        }
        scores.sourceMap()
                .ifPresent(map -> node.putArray("sourceMap")
                        .add(map.left())
                        .add(map.top())
                        .add(map.columns())
                        .add(map.rows()));
        writer.get().write(mapper.writeValueAsString(node) + "\n");
        writer.get().flush();
    }

    @Override
    public void close() throws IOException {
        if (writer.isPresent()) {
            writer.get().close();
        }
    }
}
