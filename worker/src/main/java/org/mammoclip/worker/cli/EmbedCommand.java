package org.mammoclip.worker.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.mammoclip.mammoclip.EmbeddingStages;
import org.mammoclip.mammoclip.ModelProbe;
import org.mammoclip.mammoclip.NonFiniteScoreException;
import org.mammoclip.mammoclip.RasterSize;
import org.mammoclip.mammoclip.npy.NpyArray;
import org.mammoclip.mammoclip.npy.NpyFile;
import org.mammoclip.worker.score.ImageFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Prints every stage of an embedding, so that anybody can compare a checkpoint with his own Python. */
@Command(
        name = "embed",
        mixinStandardHelpOptions = true,
        description = {
            "Embeds images, texts, token ids and ready tensors.",
            "Prints JSON with every stage:",
            "  pooled      the encoder's vector (B2 1408 values, B5 2048, texts 768)",
            "  projection  the linear head's vector (512 values), not normalised",
            "  embedding   projection divided by its L2 norm; only embeddings of images",
            "              and texts can be compared with each other",
            "A file that cannot be used is listed with a reason, and the exit code is 1."
        },
        footer = {
            "",
            "Arrays are NumPy files:",
            "  --tensor FILE           float32 (N, 3, H, W), normalised: goes into the",
            "                          network as it is; sides from 32",
            "  --ids FILE --mask FILE  int64 (N, L) each: token ids with [CLS] and [SEP],",
            "                          padded; 1 for tokens, 0 for padding",
            "  --ids FILE              int64 (2, N, L), ids and mask; or (N, L) without",
            "                          padding",
            "In Python: np.save('ids.npy', np.stack([t['input_ids'],",
            "                                        t['attention_mask']]))",
            "",
            "Examples:",
            "  mammoclip embed exam/*.dcm --checkpoint b5.tar --npy embeddings",
            "  mammoclip embed --text 'no mass' --text mass --tensor input.npy"
        })
final class EmbedCommand implements Callable<Integer> {
    @Mixin
    ProbeOptions model;

    @Mixin
    ImageArguments images;

    @Option(names = "--text", paramLabel = "TEXT", description = "A text; may be repeated.")
    List<String> texts = new ArrayList<>();

    @Option(names = "--tensor", paramLabel = "FILE", description = "Normalised images; may be repeated (see below).")
    List<Path> tensors = new ArrayList<>();

    @Option(names = "--ids", paramLabel = "FILE", description = "Token ids (see below).")
    @Nullable
    Path ids;

    @Option(names = "--mask", paramLabel = "FILE", description = "Attention mask of the token ids.")
    @Nullable
    Path mask;

    @Option(names = "--out", paramLabel = "FILE", description = "Writes the JSON to a file instead of the terminal.")
    @Nullable
    Path out;

    @Option(
            names = "--npy",
            paramLabel = "DIR",
            description = "Also writes image-*.npy and text-*.npy: pooled, projection, embedding, one row per input.")
    @Nullable
    Path npy;

    @Spec
    CommandSpec spec;

    private final List<EmbeddingStages> imageStages = new ArrayList<>();
    private final List<EmbeddingStages> textStages = new ArrayList<>();
    private boolean failed;

    @Override
    public Integer call() throws CommandFailure {
        if (images.files.isEmpty() && texts.isEmpty() && tensors.isEmpty() && ids == null) {
            throw new ParameterException(spec.commandLine(), "what to embed? files, --text, --tensor or --ids");
        }
        if (mask != null && ids == null) {
            throw new ParameterException(spec.commandLine(), "--mask belongs to --ids");
        }
        ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
        ObjectNode document = mapper.createObjectNode();
        try (ModelProbe probe = model.open(spec)) {
            ProbeOptions.describe(document.putObject("model"), probe.model());
            ArrayNode inputs = document.putArray("inputs");
            for (Path file : images.files) {
                image(probe, file, inputs.addObject());
            }
            for (Path file : tensors) {
                tensor(probe, file, inputs);
            }
            for (String text : texts) {
                text(probe, text, inputs.addObject());
            }
            if (ids != null) {
                tokens(probe, ids, inputs);
            }
            write(mapper, document);
        } catch (IOException e) {
            throw new CommandFailure("cannot write: " + e.getMessage(), e);
        } catch (NonFiniteScoreException e) {
            throw new CommandFailure(e.getMessage() + "; 'mammoclip model verify' looks for the parameter", e);
        }
        return failed ? Main.FAILED : 0;
    }

    private void image(ModelProbe probe, Path file, ObjectNode node) throws CommandFailure {
        node.put("kind", "image").put("source", file.toString());
        ImageFile read = images.read(file, probe.model());
        if (read.image().isEmpty()) {
            node.put("reason", read.reason());
            failed = true;
            return;
        }
        node.put("preprocessing", images.preprocessing(probe.model()));
        try {
            add(node, probe.image(read.image().get()), imageStages);
        } catch (IllegalArgumentException e) {
            node.put("reason", "CONSTANT_IMAGE: " + e.getMessage());
            failed = true;
        }
    }

    private void tensor(ModelProbe probe, Path file, ArrayNode inputs) throws CommandFailure {
        NpyArray array = read(file);
        int[] shape = array.shape();
        if (shape.length != 4 || shape[1] != 3) {
            throw new CommandFailure(file + " is of " + array.shapeText() + ", expected (N, 3, H, W)");
        }
        try {
            float[] values = array.floats();
            for (float value : values) {
                if (!Float.isFinite(value)) {
                    throw new CommandFailure(file + " has values that are not finite");
                }
            }
            int size = shape[0] == 0 ? 0 : values.length / shape[0];
            for (int i = 0; i < shape[0]; i++) {
                ObjectNode node = inputs.addObject()
                        .put("kind", "tensor")
                        .put("source", file.toString())
                        .put("index", i);
                float[] one = Arrays.copyOfRange(values, i * size, (i + 1) * size);
                add(node, probe.tensor(one, new RasterSize(shape[2], shape[3])), imageStages);
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new CommandFailure(file + ": " + e.getMessage(), e);
        }
    }

    private void text(ModelProbe probe, String text, ObjectNode node) throws CommandFailure {
        node.put("kind", "text").put("source", text);
        try {
            int[] tokens = probe.tokens(text);
            ArrayNode list = node.putArray("tokens");
            Arrays.stream(tokens).forEach(list::add);
            probe.pieces(tokens).forEach(node.putArray("pieces")::add);
            add(node, probe.text(tokens), textStages);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure("--text: " + e.getMessage(), e);
        }
    }

    private void tokens(ModelProbe probe, Path file, ArrayNode inputs) throws CommandFailure {
        TokenArrays tokens = TokenArrays.of(file, read(file), mask, mask == null ? null : read(mask));
        try {
            int number = 0;
            for (EmbeddingStages stages : probe.texts(tokens.ids(), tokens.mask(), tokens.length())) {
                ObjectNode node = inputs.addObject()
                        .put("kind", "tokens")
                        .put("source", file.toString())
                        .put("index", number++);
                add(node, stages, textStages);
            }
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(file + ": " + e.getMessage(), e);
        }
    }

    private static NpyArray read(Path file) throws CommandFailure {
        try {
            return NpyFile.read(file);
        } catch (IOException e) {
            throw new CommandFailure(file + " " + e.getMessage(), e);
        }
    }

    private static void add(ObjectNode node, EmbeddingStages stages, List<EmbeddingStages> kept) {
        put(node.putArray("pooled"), stages.pooled());
        put(node.putArray("projection"), stages.projection());
        put(node.putArray("embedding"), stages.embedding().toArray());
        kept.add(stages);
    }

    private static void put(ArrayNode list, float[] values) {
        for (float value : values) {
            list.add(value);
        }
    }

    private void write(ObjectMapper mapper, ObjectNode document) throws IOException {
        if (npy != null) {
            Files.createDirectories(npy);
            writeArrays(npy, "image", imageStages);
            writeArrays(npy, "text", textStages);
        }
        if (out == null) {
            spec.commandLine().getOut().println(mapper.writeValueAsString(document));
        } else {
            Files.write(out, mapper.writeValueAsBytes(document));
            spec.commandLine().getOut().println("wrote   " + out);
        }
        spec.commandLine().getOut().flush();
    }

    private static void writeArrays(Path folder, String kind, List<EmbeddingStages> stages) throws IOException {
        if (!stages.isEmpty()) {
            writeRows(
                    folder.resolve(kind + "-pooled.npy"),
                    stages.stream().map(EmbeddingStages::pooled).toList());
            writeRows(
                    folder.resolve(kind + "-projection.npy"),
                    stages.stream().map(EmbeddingStages::projection).toList());
            writeRows(
                    folder.resolve(kind + "-embedding.npy"),
                    stages.stream().map(stage -> stage.embedding().toArray()).toList());
        }
    }

    private static void writeRows(Path file, List<float[]> rows) throws IOException {
        int width = rows.get(0).length;
        float[] values = new float[rows.size() * width];
        for (int row = 0; row < rows.size(); row++) {
            System.arraycopy(rows.get(row), 0, values, row * width, width);
        }
        NpyFile.write(file, values, rows.size(), width);
    }
}
