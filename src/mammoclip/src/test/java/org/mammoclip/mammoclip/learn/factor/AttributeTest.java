package org.mammoclip.mammoclip.learn.factor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mammoclip.mammoclip.block.LinearProjection;
import org.mammoclip.mammoclip.checkpoint.ModelDescription;
import org.mammoclip.mammoclip.text.TextEncoder;
import org.mammoclip.mammoclip.text.TokenBatch;

/** Attributes in words and in the joint space. */
class AttributeTest {
    @TempDir
    Path temp;

    @Test
    void theReferencesAttributesHaveTheirSentences() {
        assertThat(Attribute.named("mass").sentences()).hasSize(486);
        assertThat(Attribute.named("suspicious_calcification").sentences()).hasSize(810);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Attribute.named("asymmetry"))
                .withMessageContaining("give a file");
    }

    @Test
    void sentencesAreReadLineByLine() throws IOException {
        Path file = Files.writeString(temp.resolve("mass.txt"), "# of our reports\n\n there is a mass \r\nnew mass\n");
        Attribute attribute = Attribute.read("mass", file);
        assertThat(attribute.sentences()).containsExactly("there is a mass", "new mass");
        assertThat(attribute.sha256())
                .isEqualTo(new Attribute("mass", List.of("there is a mass", "new mass")).sha256())
                .isNotEqualTo(Attribute.named("mass").sha256());
    }

    @Test
    void whatIsNoListOfSentencesIsRefusedWithItsPlace() throws IOException {
        Path empty = Files.writeString(temp.resolve("empty.txt"), "# nothing\n");
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> Attribute.read("mass", empty))
                .withMessageContaining("0 sentences");
        Path longer = Files.writeString(temp.resolve("long.txt"), "mass\n" + "m".repeat(2001));
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> Attribute.read("mass", longer))
                .withMessageContaining("long.txt:2: a sentence of 2001 characters");
        Path bytes = Files.write(temp.resolve("latin.txt"), "Verk\u00e4lkung".getBytes(StandardCharsets.ISO_8859_1));
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> Attribute.read("mass", bytes))
                .withMessageContaining("UTF-8");
        assertThatIllegalArgumentException().isThrownBy(() -> new Attribute("Mass", List.of("mass")));
        assertThatIllegalArgumentException().isThrownBy(() -> new Attribute("mass", List.of()));
    }

    @Test
    void theDirectionIsTheUnitMeanOfTheProjectedSentences() {
        ToyCheckpoint checkpoint = new ToyCheckpoint();
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            int before = manager.getManagedArrays().size();
            Map<String, float[]> directions = AttributeDirections.of(manager, checkpoint, ToyCheckpoint.attributes());
            assertThat(manager.getManagedArrays()).hasSize(before);
            assertThat(directions.keySet()).containsExactly("mass", "suspicious_calcification");
            // by hand: the sum of the two rows, not of their directions
            double[] sum = new double[16];
            for (String sentence : ToyCheckpoint.attributes().get(0).sentences()) {
                float[] row = row(manager, checkpoint, sentence);
                for (int i = 0; i < 16; i++) {
                    sum[i] += row[i];
                }
            }
            double norm = 0;
            for (double value : sum) {
                norm += value * value;
            }
            float[] mass = directions.get("mass");
            for (int i = 0; i < 16; i++) {
                assertThat((double) mass[i]).isCloseTo(sum[i] / Math.sqrt(norm), within(1e-6));
            }
        }
    }

    private static float[] row(NDManager manager, ToyCheckpoint checkpoint, String sentence) {
        ModelDescription.Text text = checkpoint.description().text();
        try (TextEncoder encoder = TextEncoder.load(
                manager, text.toArchitecture(), checkpoint.parameters(), ModelDescription.TEXT_PREFIX)) {
            TokenBatch tokens = TokenBatch.of(
                    List.of(text.toTokenizer(checkpoint.vocabulary()).encode(sentence)), 0);
            return LinearProjection.load(
                            manager, checkpoint.parameters(), ModelDescription.TEXT_PROJECTION, text.hidden(), 16)
                    .apply(encoder.encode(manager, tokens))
                    .toFloatArray();
        }
    }
}
