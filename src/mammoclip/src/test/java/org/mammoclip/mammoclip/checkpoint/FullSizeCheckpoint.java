package org.mammoclip.mammoclip.checkpoint;

import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.mammoclip.mammoclip.checkpoint.torch.PickleWriter;
import org.mammoclip.mammoclip.checkpoint.torch.StateDictWriter;
import org.mammoclip.mammoclip.golden.GoldenFile;
import org.mammoclip.mammoclip.golden.GoldenScheme;

/**
 * Checkpoints with the names, shapes and layout of the released ones and values of the deterministic scheme, so that their embeddings
 * are known.
 *
 * @param network {@code b2} or {@code b5}
 */
record FullSizeCheckpoint(String network) {
    private static final int PIECES = 28_996;

    /** @param optimizer whether the file has the size of a released one, three times that of the weights */
    void write(Path file, boolean optimizer) throws IOException {
        GoldenFile images = GoldenFile.read("encoder-" + network + ".json");
        GoldenFile texts = GoldenFile.read("text-b2.json");
        StateDictWriter writer = new StateDictWriter(entries(), (name, shape) -> values(images, texts, name, shape))
                .with(this::training);
        (optimizer ? writer.withOptimizer() : writer).write(file);
    }

    /** All tensors of the released layout. */
    List<StateDictWriter.Entry> entries() throws IOException {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(
                        FullSizeCheckpoint.class.getResourceAsStream("/golden/checkpoint-keys-" + network + ".txt")),
                StandardCharsets.UTF_8))) {
            return lines.lines()
                    .map(line -> line.split(" "))
                    .map(key -> new StateDictWriter.Entry(key[0], shape(key[1]), key[2].equals("int64")))
                    .toList();
        }
    }

    private static Shape shape(String text) {
        return text.equals("scalar")
                ? new Shape()
                : new Shape(Arrays.stream(text.split("x"))
                        .mapToLong(Long::parseLong)
                        .toArray());
    }

    /** Only the B2 text tower has stored outputs; that of B5 has other values of the same distribution. */
    private float[] values(GoldenFile images, GoldenFile texts, String name, Shape shape) {
        if (images.names().contains(name)) {
            return images.values(name, shape);
        }
        if (network.equals("b2")) {
            return texts.values(name, shape);
        }
        for (JsonNode entry : texts.root().get("params")) {
            if (entry.get("name").asText().equals(name)) {
                return GoldenScheme.parameter(
                        network + "/" + name,
                        (int) shape.size(),
                        (float) entry.get("base").asDouble(),
                        (float) entry.get("scale").asDouble(),
                        false);
            }
        }
        throw new IllegalStateException(name);
    }

    private void training(PickleWriter pickle) {
        pickle.text("scheduler")
                .raw('}')
                .text("epoch")
                .whole(7)
                .text("train_loss")
                .real(1.625);
        pickle.text("config")
                .raw('}', '(')
                .text("model")
                .raw('}')
                .text("image_encoder")
                .raw('}')
                .text("name");
        pickle.text(network.equals("b2") ? "tf_efficientnetv2-detect" : "tf_efficientnet_b5_ns-detect");
        pickle.raw('s', 's')
                .text("transform")
                .raw('}')
                .text("affine_scale")
                .omegaConfList(0.8, 1.2)
                .raw('s', 'u');
    }

    /** As many pieces as the released vocabulary has, the special ones at their places. */
    static void writeVocabulary(Path file) throws IOException {
        List<String> special = List.of("[UNK]", "[CLS]", "[SEP]", "[MASK]");
        Files.write(
                file,
                IntStream.range(0, PIECES)
                        .mapToObj(
                                id -> id == 0 ? "[PAD]" : id >= 100 && id < 104 ? special.get(id - 100) : "piece" + id)
                        .toList());
    }
}
