package org.mammoclip.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mammoclip.mammoclip.checkpoint.CheckpointFolder;
import org.mammoclip.mammoclip.demo.DemoCheckpoint;
import org.mammoclip.mammoclip.image.EfficientNetArchitecture;

/**
 * The Python that {@code model verify --print-python} prints, run over an independent PyTorch implementation of the built-in model:
 * our forward pass agrees with PyTorch's own layers, and mistakes in the Python are named by their layer.
 */
class WriteReferenceScriptIT {
    /** What a user writes, once for each mistake in his model. */
    private static final String USER = """
            import json, torch
            from torch_model import read, part, head, Encoder, Bert
            from write_reference import Reference

            for number, mistake in enumerate(json.load(open("mistakes.json"))):
                tensors = read("model")
                encoder = Encoder(part(tensors, "image_encoder."), json.load(open("layers.json")))
                bert = Bert(part(tensors, "text_encoder.text_encoder."), 2, 4)
                exec(mistake)
                torch.manual_seed(5)
                reference = Reference("reference-%d.json" % number)
                reference.parameters({"module." + name: value for name, value in tensors.items()})
                reference.image(encoder, torch.randn(1, 3, 97, 64), head(part(tensors, "image_projection.")))
                ids = torch.tensor([[2, 5, 3, 0, 0], [2, 6, 7, 8, 3]])
                mask = torch.tensor([[1, 1, 1, 0, 0], [1, 1, 1, 1, 1]])
                reference.texts(bert, ids, mask, head(part(tensors, "text_projection.")))
                reference.write()
                assert encoder.training, "the mode is as before"
            """;

    @TempDir
    Path folder;

    private final StringWriter printed = new StringWriter();

    @BeforeEach
    void pythonWithTorch() throws Exception {
        boolean there;
        try {
            there = run("import torch, numpy") == 0;
        } catch (IOException e) {
            there = false;
        }
        if (!there) {
            System.out.println("skipped: /usr/bin/python3 with torch and numpy is not installed");
        }
        Assumptions.assumeTrue(there, "needs /usr/bin/python3 with torch and numpy");
    }

    private int run(String code) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("/usr/bin/python3", "-c", code)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("python.log").toFile())
                .start();
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    /** The built-in model as a folder, its layer table, and both scripts. */
    private void prepare() throws IOException {
        DemoCheckpoint demo = new DemoCheckpoint();
        CheckpointFolder.write(folder.resolve("model"), demo.description(), demo.vocabulary(), demo.parameters());
        EfficientNetArchitecture tower = demo.description().toImageArchitecture();
        ObjectNode layers = new ObjectMapper().createObjectNode();
        layers.putArray("stem")
                .add(tower.stemPadding().before())
                .add(tower.stemPadding().after());
        ArrayNode blocks = layers.putArray("blocks");
        tower.blocks()
                .forEach(block -> blocks.addArray()
                        .add(block.stride())
                        .add(block.padding().before())
                        .add(block.padding().after())
                        .add(block.residual()));
        Files.writeString(folder.resolve("layers.json"), layers.toString());
        try (InputStream in =
                Objects.requireNonNull(WriteReferenceScriptIT.class.getResourceAsStream("/python/torch_model.py"))) {
            Files.copy(in, folder.resolve("torch_model.py"));
        }
        assertThat(mammoclip("model", "verify", "--print-python")).isZero();
        Files.writeString(folder.resolve("write_reference.py"), printed.toString());
    }

    private int mammoclip(String... arguments) {
        printed.getBuffer().setLength(0);
        return Main.run(new PrintWriter(printed, true), new PrintWriter(printed, true), arguments);
    }

    private int verify(int number) {
        return mammoclip(
                "model",
                "verify",
                folder.resolve("model").toString(),
                "--against",
                folder.resolve("reference-" + number + ".json").toString(),
                "--out",
                folder.resolve("report.json").toString());
    }

    @Test
    void aCheckpointVerifiesAgainstPyTorchInEveryLayerAndMistakesAreNamed() throws Exception {
        prepare();
        List<String> mistakes = List.of(
                "",
                "encoder._blocks[3]._bn1.eps = 1e-5",
                "bert.encoder.layer[1].attention.output.LayerNorm.weight.data[7] *= 1.05",
                "tensors['image_projection.projection.bias'][3] += 0.1");
        Files.write(folder.resolve("mistakes.json"), new ObjectMapper().writeValueAsBytes(mistakes));
        assertThat(run(USER)).as(Files.readString(folder.resolve("python.log"))).isZero();

        assertThat(verify(0)).as(printed.toString()).isZero();
        System.out.println(printed);
        JsonNode report =
                new ObjectMapper().readTree(folder.resolve("report.json").toFile());
        assertThat(report.path("skipped")).isEmpty();
        List<String> names = new ArrayList<>();
        report.path("comparisons").forEach(point -> names.add(point.path("name").asText()));
        assertThat(names)
                .contains("logit_scale", "stem.conv", "block.0._se_expand", "head.bn", "embedding (serving form)")
                .contains("embeddings", "layer.1.attention.self", "layer.1", "normalized of text 1");

        assertThat(verify(1)).isEqualTo(Main.FAILED);
        assertThat(printed.toString()).contains("DEVIATES first at block.3._bn1");
        assertThat(verify(2)).isEqualTo(Main.FAILED);
        assertThat(printed.toString()).contains("DEVIATES first at layer.1.attention.output");
        assertThat(verify(3)).isEqualTo(Main.FAILED);
        assertThat(printed.toString())
                .contains("DEVIATES parameter image_projection.projection.bias", "DEVIATES first at projection");
    }
}
