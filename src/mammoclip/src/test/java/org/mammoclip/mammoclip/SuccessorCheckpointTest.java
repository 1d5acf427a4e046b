package org.mammoclip.mammoclip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mammoclip.mammoclip.block.RandomParameters;
import org.mammoclip.mammoclip.checkpoint.CheckpointFolder;
import org.mammoclip.mammoclip.checkpoint.CheckpointFormatException;
import org.mammoclip.mammoclip.checkpoint.ModelDescription;
import org.mammoclip.mammoclip.image.EfficientNetArchitecture;
import org.mammoclip.mammoclip.text.Vocabulary;

/** A checkpoint whose description names another text network runs through everything that a BERT one runs through. */
class SuccessorCheckpointTest {
    @TempDir
    Path folder;

    @BeforeEach
    void write() throws IOException {
        Vocabulary words = new Vocabulary(new String(
                        Objects.requireNonNull(
                                        SuccessorCheckpointTest.class.getResourceAsStream("/text/byte-pair-vocab.txt"))
                                .readAllBytes(),
                        StandardCharsets.UTF_8)
                .lines()
                .toList());
        ModelDescription description = new ModelDescription(
                "successor",
                "1",
                false,
                true,
                "untrained",
                "Apache-2.0",
                EfficientNetArchitecture.DEMO.name(),
                new ModelDescription.Preparation("mammo-clip-minmax-1", 1520, 912, 2, 0.3f, 0.25f),
                new ModelDescription.Text("modernbert", words.size(), 4, 64, 2, 96, 512, 256, true),
                32);
        CheckpointFolder.write(
                folder,
                description,
                words,
                new RandomParameters(4, description.parameters(), Map.of(ModelDescription.LOGIT_SCALE, 2.65926f)));
    }

    @Test
    void textsAreEmbeddedByTheNetworkAndTokensThatTheDescriptionNames() throws IOException {
        try (ModelProbe probe = ModelProbe.open(folder.toString(), ComputeDevice.CPU)) {
            assertThat(probe.pieces(probe.tokens("No mass in the left breast")))
                    .as("words carry their leading blank")
                    .startsWith("[CLS]", "no", "\u0120mass")
                    .endsWith("[SEP]");
            assertThat(probe.text("no mass").pooled()).hasSize(64);
            assertThat(probe.text("no mass").embedding().dimension()).isEqualTo(32);
            assertThat(probe.text("no mass").embedding())
                    .isNotEqualTo(probe.text("mass").embedding());
        }
        try (MammoClip model = MammoClip.open(folder, ModelOptions.DEFAULT);
                ModelProbe probe = ModelProbe.open(folder.toString(), ComputeDevice.CPU)) {
            assertThat(model.embedTexts(List.of("mass")).get(0))
                    .isEqualTo(probe.text("mass").embedding());
        }
        ModelVerification survey = ModelVerification.survey(folder.toString());
        assertThat(survey.passes()).isTrue();
    }

    @Test
    void aFamilyThatNobodyKnowsIsRefusedByName() throws IOException {
        Path json = folder.resolve("model.json");
        Files.writeString(json, Files.readString(json).replace("\"modernbert\"", "\"roberta\""));
        assertThatThrownBy(() -> ModelProbe.open(folder.toString(), ComputeDevice.CPU))
                .isInstanceOf(CheckpointFormatException.class)
                .hasMessageContaining("text family 'roberta', known are [bert, modernbert]");
    }
}
