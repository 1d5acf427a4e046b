package org.mammoclip.mammoclip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mammoclip.mammoclip.checkpoint.Checkpoint;
import org.mammoclip.mammoclip.checkpoint.CheckpointFolder;
import org.mammoclip.mammoclip.checkpoint.CheckpointFormatException;
import org.mammoclip.mammoclip.demo.DemoCheckpoint;
import org.mammoclip.mammoclip.golden.PerturbedCheckpoint;
import org.mammoclip.mammoclip.npy.NpyFile;
import org.mammoclip.mammoclip.verify.ReferenceFormatException;
import org.mammoclip.mammoclip.verify.VerificationReport;

/** Files on disk against values that the built-in model gave. */
class ModelVerificationTest {
    @TempDir
    Path folder;

    private Path reference = Path.of("");

    @BeforeEach
    void write() throws IOException {
        RasterSize size = new RasterSize(64, 48);
        float[] tensor = new float[3 * size.area()];
        for (int i = 0; i < tensor.length; i++) {
            tensor[i] = (float) Math.sin(i * 0.01);
        }
        NpyFile.write(folder.resolve("input.npy"), tensor, 1, 3, 64, 48);
        try (ModelProbe probe = ModelProbe.open(MammoClip.BUILTIN_DEMO, ComputeDevice.CPU)) {
            EmbeddingStages image = probe.tensor(tensor, size);
            ObjectMapper json = new ObjectMapper();
            ObjectNode stored = json.createObjectNode();
            stored.putObject("input").put("file", "input.npy").set("shape", json.valueToTree(new int[] {1, 3, 64, 48}));
            stored.set("embedding", json.valueToTree(image.pooled()));
            stored.set("projection", json.valueToTree(image.projection()));
            stored.set("normalized", json.valueToTree(image.embedding().toArray()));
            ObjectNode texts = json.createObjectNode().put("name", "words");
            texts.set("texts", json.valueToTree(new String[] {"no mass"}));
            texts.set("input_ids", json.valueToTree(new int[][] {probe.tokens("no mass")}));
            texts.set("attention_mask_lengths", json.valueToTree(new int[] {4}));
            texts.putObject("pooling").putObject("eos").set("feature_full", json.valueToTree(new float[][] {
                probe.text("no mass").pooled()
            }));
            ObjectNode root = json.createObjectNode();
            root.putArray("cases").add(stored).add(texts);
            reference = folder.resolve("reference.json");
            Files.write(reference, json.writeValueAsBytes(root));
        }
    }

    private String written(Checkpoint checkpoint) throws IOException {
        Path model = folder.resolve("model");
        CheckpointFolder.write(model, checkpoint.description(), checkpoint.vocabulary(), checkpoint.parameters());
        return model.toString();
    }

    private VerificationReport compare(String model) throws IOException {
        return ModelVerification.compare(model, reference, 1e-5, ComputeDevice.CPU)
                .report()
                .orElseThrow();
    }

    @Test
    void aCopyOnDiskAgreesAndHasTheSameDigest() throws IOException {
        String copy = written(new DemoCheckpoint());
        ModelVerification demo = ModelVerification.survey(MammoClip.BUILTIN_DEMO);
        ModelVerification folderSurvey = ModelVerification.survey(copy);
        assertThat(folderSurvey.sha256()).isEqualTo(demo.sha256());
        assertThat(folderSurvey.kind()).isEqualTo("clip");
        assertThat(folderSurvey.passes()).isTrue();
        assertThat(folderSurvey.survey()).isEqualTo(demo.survey());
        assertThat(compare(copy).agrees()).isTrue();
        assertThat(compare(copy).points()).hasSize(4 + 2);
        assertThat(compare(MammoClip.BUILTIN_DEMO).agrees()).isTrue();
    }

    @Test
    void aCopyWithAnotherWeightIsTold() throws IOException {
        String copy = written(new PerturbedCheckpoint(new DemoCheckpoint(), "text_projection.projection.weight"));
        assertThat(compare(copy).agrees())
                .as("texts are compared before the projection")
                .isTrue();
        copy = written(new PerturbedCheckpoint(new DemoCheckpoint(), "image_projection.projection.weight"));
        assertThat(compare(copy).firstDeviation().orElseThrow().name()).isEqualTo("projection");
        copy = written(
                new PerturbedCheckpoint(new DemoCheckpoint(), "text_encoder.text_encoder.embeddings.LayerNorm.bias"));
        assertThat(compare(copy).firstDeviation().orElseThrow().name()).isEqualTo("feature of text 0");
    }

    @Test
    void aValueThatIsNotFiniteIsADefect() throws IOException {
        String copy = written(new PerturbedCheckpoint(
                new DemoCheckpoint(), "image_encoder._conv_head.weight", values -> values[9] = Float.NaN));
        ModelVerification survey = ModelVerification.survey(copy);
        assertThat(survey.passes()).isFalse();
        assertThat(survey.survey().defects())
                .singleElement()
                .asString()
                .startsWith("image_encoder._conv_head.weight: 1 of ");
        assertThat(compare(copy).firstDeviation().orElseThrow().name()).isEqualTo("embedding");
    }

    @Test
    void aDamagedFileAndAMissingReferenceAreRefused() throws IOException {
        String copy = written(new DemoCheckpoint());
        Path parameters = Path.of(copy, "model.safetensors");
        byte[] content = Files.readAllBytes(parameters);
        content[content.length / 2] ^= 4;
        Files.write(parameters, content);
        assertThatThrownBy(() -> ModelVerification.survey(copy))
                .isInstanceOf(CheckpointFormatException.class)
                .hasMessageContaining("SHA-256");
        assertThatThrownBy(() -> ModelVerification.compare(
                        MammoClip.BUILTIN_DEMO, folder.resolve("none.json"), 1e-5, ComputeDevice.CPU))
                .isInstanceOf(IOException.class);
        Files.writeString(reference, "{}");
        assertThatThrownBy(() -> compare(MammoClip.BUILTIN_DEMO)).isInstanceOf(ReferenceFormatException.class);
    }
}
