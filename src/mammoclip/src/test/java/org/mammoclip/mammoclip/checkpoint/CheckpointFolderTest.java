package org.mammoclip.mammoclip.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mammoclip.mammoclip.block.CheckpointMismatchException;
import org.mammoclip.mammoclip.demo.DemoCheckpoint;

class CheckpointFolderTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void write() throws IOException {
        DemoCheckpoint demo = new DemoCheckpoint();
        CheckpointFolder.write(folder, demo.description(), demo.vocabulary(), demo.parameters());
    }

    @Test
    void whatWasWrittenIsReadAndHasTheSameDigest() throws IOException {
        DemoCheckpoint demo = new DemoCheckpoint();
        try (CheckpointFolder read = CheckpointFolder.open(folder)) {
            assertThat(read.description()).isEqualTo(demo.description());
            assertThat(read.vocabulary().pieces()).isEqualTo(demo.vocabulary().pieces());
            assertThat(read.parameters().names()).isEqualTo(demo.parameters().names());
            assertThat(read.sha256()).isEqualTo(demo.sha256());
        }
    }

    @Test
    void anyChangedByteIsNoticed() throws IOException {
        Path parameters = folder.resolve("model.safetensors");
        byte[] content = Files.readAllBytes(parameters);
        content[content.length - 1] ^= 1;
        Files.write(parameters, content);
        assertRefused("model.safetensors is not the file model.json was written for");
    }

    @Test
    void anotherVocabularyIsNoticed() throws IOException {
        Path words = folder.resolve("vocab.txt");
        Files.writeString(words, Files.readString(words).replace("mass\n", "moss\n"));
        assertRefused("vocab.txt is not the file");
    }

    @Test
    void aVocabularyOfAnotherLengthIsRefusedEvenWithItsOwnDigest() throws IOException {
        String words = Files.readString(folder.resolve("vocab.txt")) + "more\n";
        Files.writeString(folder.resolve("vocab.txt"), words);
        String digest = Digests.sha256(words.getBytes(StandardCharsets.UTF_8));
        edit("(\"vocabularySha256\" : \")[0-9a-f]+", "$1" + digest);
        assertRefused("vocab.txt has");
    }

    @Test
    void aDescriptionWithUnknownMissingOrImpossibleValuesIsRefused() throws IOException {
        String original = Files.readString(folder.resolve("model.json"));
        for (String[] change : new String[][] {
            {"\"trained\" :", "\"trainedOn\" : 1, \"trained\" :"},
            {"\"trained\" : true,", ""},
            {"\"trained\" : true,", "\"trained\" : null,"},
            {"\"embedding\" : 128", "\"embedding\" : 0"},
            {"\"embedding\" : 128", "\"embedding\" : 99999999"},
            {"efficientnet-small", "efficientnet-b7"},
            {"\"heads\" : 4", "\"heads\" : 5"},
            {"\"maxTokens\" : 160", "\"maxTokens\" : 161"},
            {"\"reduction\" : 4", "\"reduction\" : 3"},
            {"mammoclip-checkpoint/1", "mammoclip-checkpoint/2"},
            {"\"name\" : \"mammoclip-demo\"", "\"name\" : \"a\\nb\""},
        }) {
            assertThat(original).contains(change[0]);
            Files.writeString(folder.resolve("model.json"), original.replace(change[0], change[1]));
            assertRefused("model.json");
        }
        Files.writeString(folder.resolve("model.json"), original + "{}");
        assertRefused("model.json");
        Files.writeString(folder.resolve("model.json"), " ".repeat((1 << 20) + 1));
        assertRefused("model.json has more than");
    }

    @Test
    void parametersOfAnotherArchitectureAreNamed() throws IOException {
        edit("efficientnet-small", "efficientnet-b2");
        assertThatThrownBy(() -> CheckpointFolder.open(folder))
                .isInstanceOf(CheckpointMismatchException.class)
                .hasMessageContaining("342 missing, 5 unexpected, 91 of another shape")
                .hasMessageContaining("image_encoder._conv_stem.weight has shape (12, 3, 3, 3)");
    }

    private void edit(String pattern, String replacement) throws IOException {
        Path description = folder.resolve("model.json");
        Files.writeString(description, Files.readString(description).replaceFirst(pattern, replacement));
    }

    private void assertRefused(String reason) {
        assertThatThrownBy(() -> CheckpointFolder.open(folder))
                .isInstanceOf(CheckpointFormatException.class)
                .hasMessageContaining(reason);
    }
}
