package org.mammoclip.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mammoclip.dicom.testkit.SyntheticExam;
import org.mammoclip.dicom.testkit.SyntheticView;
import org.mammoclip.mammoclip.checkpoint.CheckpointFolder;
import org.mammoclip.mammoclip.checkpoint.ModelDescription;
import org.mammoclip.mammoclip.demo.DemoCheckpoint;
import org.mammoclip.mammoclip.npy.NpyArray;
import org.mammoclip.mammoclip.npy.NpyFile;

/** {@code mammoclip embed} with the built-in model: every kind of input, every stage, every mistake. */
class EmbedCommandTest {
    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    }

    private JsonNode printed() throws Exception {
        return new ObjectMapper().readTree(out.toString());
    }

    private static void assertStages(JsonNode input, int pooled) {
        assertThat(input.path("pooled")).hasSize(pooled);
        assertThat(input.path("projection")).hasSize(128);
        assertThat(input.path("embedding")).hasSize(128);
        double norm = 0;
        double projectionNorm = 0;
        for (int i = 0; i < 128; i++) {
            norm += Math.pow(input.path("embedding").get(i).asDouble(), 2);
            projectionNorm += Math.pow(input.path("projection").get(i).asDouble(), 2);
        }
        assertThat(norm).isCloseTo(1, within(1e-5));
        assertThat(input.path("projection").get(7).asDouble() / Math.sqrt(projectionNorm))
                .isCloseTo(input.path("embedding").get(7).asDouble(), within(1e-6));
    }

    @Test
    void embedsDicomAndPicturesAndSaysWhichModelDidIt() throws Exception {
        Path dicom = SyntheticExam.builder(2)
                .views(SyntheticView.LCC)
                .build()
                .writeTo(folder)
                .get(0);
        assertThat(run("embed", dicom.toString())).as(err.toString()).isZero();
        JsonNode document = printed();
        assertThat(document.path("model").path("name").asText()).isEqualTo("mammoclip-demo");
        assertThat(document.path("model").path("checkpointSha256").asText()).hasSize(64);
        assertThat(document.path("model").path("preprocessingVersion").asText()).isEqualTo("mammo-clip-minmax-1");
        assertThat(document.path("model").path("logitScale").asDouble()).isBetween(10.0, 20.0);
        assertStages(document.path("inputs").path(0), 256);
        assertThat(document.path("inputs").path(0).path("preprocessing").asText())
                .isEqualTo("mammo-clip-minmax-1");
    }

    /** The built-in model as a folder that says it expects another preparation. */
    private String expecting(String preprocessing) throws Exception {
        DemoCheckpoint demo = new DemoCheckpoint();
        ModelDescription.Preparation own = demo.description().preparation();
        ModelDescription description = new ModelDescription(
                "other",
                "1",
                false,
                true,
                "untrained",
                "Apache-2.0",
                demo.description().image(),
                new ModelDescription.Preparation(
                        preprocessing, own.rows(), own.columns(), own.reduction(), own.mean(), own.deviation()),
                demo.description().text(),
                demo.description().embedding());
        Path model = folder.resolve(preprocessing);
        CheckpointFolder.write(model, description, demo.vocabulary(), demo.parameters());
        return model.toString();
    }

    @Test
    void imagesArePreparedAsTheCheckpointExpectsOrNotAtAll() throws Exception {
        String dicom = SyntheticExam.builder(2)
                .views(SyntheticView.LCC)
                .build()
                .writeTo(folder)
                .get(0)
                .toString();
        assertThat(run("embed", dicom, "--checkpoint", expecting("mammo-clip-voi-1")))
                .as(err.toString())
                .isZero();
        JsonNode voi = printed().path("inputs").path(0);
        assertThat(voi.path("preprocessing").asText()).isEqualTo("mammo-clip-voi-1");
        assertThat(run("embed", dicom)).isZero();
        assertThat(printed().path("inputs").path(0).path("pooled")).isNotEqualTo(voi.path("pooled"));
        assertThat(run("embed", dicom, "--checkpoint", expecting("something-else-1")))
                .isEqualTo(Main.FAILED);
        assertThat(err.toString()).contains("prepared as 'something-else-1'", "'mammo-clip-voi-1'", "use --prepared");
    }

    private Path picture(int rows, int columns) throws Exception {
        BufferedImage image = new BufferedImage(columns, rows, BufferedImage.TYPE_BYTE_GRAY);
        for (int y = 0; y < rows; y++) {
            for (int x = 0; x < columns; x++) {
                image.getRaster().setSample(x, y, 0, Math.max(0, 200 - (x + y / 2) / 4));
            }
        }
        Path file = folder.resolve("picture-" + rows + ".png");
        ImageIO.write(image, "png", file.toFile());
        return file;
    }

    @Test
    void aPreparedPictureIsTheTensorThatPythonMakesOfIt() throws Exception {
        Path picture = picture(1520, 912);
        float[] tensor = new float[3 * 380 * 228];
        for (int y = 0; y < 380; y++) {
            for (int x = 0; x < 228; x++) {
                double mean = 0;
                for (int k = 0; k < 16; k++) {
                    mean += Math.max(0, 200 - (4 * x + k % 4 + (4 * y + k / 4) / 2) / 4) / 16.0;
                }
                for (int channel = 0; channel < 3; channel++) {
                    tensor[(channel * 380 + y) * 228 + x] = (float) mean;
                }
            }
        }
        float min = Float.POSITIVE_INFINITY;
        float max = Float.NEGATIVE_INFINITY;
        for (float value : tensor) {
            min = Math.min(min, value);
            max = Math.max(max, value);
        }
        for (int i = 0; i < tensor.length; i++) {
            tensor[i] = ((tensor[i] - min) / (max - min) - 0.3089279f) / 0.25053555408335154f;
        }
        Path array = folder.resolve("tensor.npy");
        NpyFile.write(array, tensor, 1, 3, 380, 228);

        assertThat(run("embed", "--prepared", picture.toString(), "--tensor", array.toString()))
                .as(err.toString())
                .isZero();
        JsonNode image = printed().path("inputs").path(0);
        JsonNode same = printed().path("inputs").path(1);
        assertThat(image.path("preprocessing").asText()).contains("prepared elsewhere");
        assertThat(same.path("kind").asText()).isEqualTo("tensor");
        for (int i = 0; i < 128; i++) {
            assertThat(image.path("pooled").get(i).asDouble())
                    .isCloseTo(same.path("pooled").get(i).asDouble(), within(1e-5));
        }
    }

    @Test
    void textsAndTheirTokenIdsAreTheSame() throws Exception {
        assertThat(run("embed", "--text", "no mass", "--text", "Suspicious calcification"))
                .isZero();
        JsonNode texts = printed().path("inputs");
        assertStages(texts.path(0), 128);
        assertThat(texts.path(0).path("pieces").get(0).asText()).isEqualTo("[CLS]");
        int longest = texts.path(1).path("tokens").size();
        int first = texts.path(0).path("tokens").size();
        long[] ids = new long[2 * longest];
        long[] mask = new long[2 * longest];
        for (int text = 0; text < 2; text++) {
            for (int i = 0; i < texts.path(text).path("tokens").size(); i++) {
                ids[text * longest + i] = texts.path(text).path("tokens").get(i).asLong();
                mask[text * longest + i] = 1;
            }
        }
        NpyFile.write(folder.resolve("ids.npy"), ids, 2, longest);
        NpyFile.write(folder.resolve("mask.npy"), mask, 2, longest);
        long[] both = Arrays.copyOf(ids, 4 * longest);
        System.arraycopy(mask, 0, both, 2 * longest, 2 * longest);
        NpyFile.write(folder.resolve("both.npy"), both, 2, 2, longest);
        NpyFile.write(folder.resolve("one.npy"), Arrays.copyOf(ids, first), 1, first);

        assertThat(run(
                        "embed",
                        "--ids",
                        folder.resolve("ids.npy").toString(),
                        "--mask",
                        "" + folder.resolve("mask.npy")))
                .as(err.toString())
                .isZero();
        assertSame(printed().path("inputs"), texts);
        assertThat(run("embed", "--ids", folder.resolve("both.npy").toString())).isZero();
        assertSame(printed().path("inputs"), texts);
        assertThat(run("embed", "--ids", folder.resolve("one.npy").toString())).isZero();
        assertThat(printed().path("inputs").path(0).path("pooled"))
                .as("no padding, so the same bits")
                .isEqualTo(texts.path(0).path("pooled"));
    }

    private static void assertSame(JsonNode actual, JsonNode expected) {
        assertThat(actual).hasSize(2);
        for (int text = 0; text < 2; text++) {
            for (int i = 0; i < 128; i++) {
                assertThat(actual.path(text).path("embedding").get(i).asDouble())
                        .isCloseTo(expected.path(text).path("embedding").get(i).asDouble(), within(1e-6));
            }
        }
    }

    @Test
    void writesJsonAndArraysToFiles() throws Exception {
        Path arrays = folder.resolve("arrays");
        Path json = folder.resolve("out.json");
        assertThat(run("embed", "--text", "mass", "--text", "no mass", "--npy", "" + arrays, "--out", "" + json))
                .isZero();
        assertThat(out.toString()).isEqualTo("wrote   " + json + System.lineSeparator());
        JsonNode inputs = new ObjectMapper().readTree(json.toFile()).path("inputs");
        NpyArray pooled = NpyFile.read(arrays.resolve("text-pooled.npy"));
        assertThat(pooled.shape()).containsExactly(2, 128);
        assertThat(NpyFile.read(arrays.resolve("text-embedding.npy")).shape()).containsExactly(2, 128);
        assertThat((double) pooled.floats()[128])
                .isCloseTo(inputs.path(1).path("pooled").get(0).asDouble(), within(1e-7));
        assertThat(arrays.resolve("image-pooled.npy")).doesNotExist();
    }

    @Test
    void aFileThatCannotBeUsedIsListedWithItsReason() throws Exception {
        Path notes = Files.writeString(folder.resolve("notes.txt"), "no image");
        Path small = picture(40, 30);
        assertThat(run("embed", notes.toString(), "--text", "mass")).isEqualTo(Main.FAILED);
        assertThat(printed().path("inputs").path(0).path("reason").asText())
                .startsWith("UNREADABLE: neither PNG nor JPEG, and as DICOM: ");
        assertThat(printed().path("inputs").path(1).path("embedding")).hasSize(128);
        assertThat(run("embed", "--prepared", small.toString())).isEqualTo(Main.FAILED);
        assertThat(printed().path("inputs").path(0).path("reason").asText())
                .isEqualTo("NOT_PREPARED: a picture of 40x30, the model takes 1520x912");
    }

    @Test
    void everyMistakeIsOneSentence() throws Exception {
        assertThat(run("embed")).isEqualTo(Main.USAGE);
        assertThat(err.toString()).contains("what to embed?");
        assertThat(run("embed", "--mask", "x.npy", "--text", "a")).isEqualTo(Main.USAGE);
        assertThat(run("embed", "--text", "a", "--device", "tpu")).isEqualTo(Main.USAGE);
        assertFails(
                "there is no " + folder.resolve("none.dcm"),
                folder.resolve("none.dcm").toString());
        assertFails(
                "nowhere does not exist",
                "--text",
                "a",
                "--checkpoint",
                folder.resolve("nowhere").toString());

        Path array = folder.resolve("a.npy");
        NpyFile.write(array, new float[12], 1, 3, 2, 2);
        assertFails("sides must be 32 to 4096", "--tensor", array.toString());
        assertFails("holds f4 values, expected i8", "--ids", array.toString(), "--mask", array.toString());
        float[] notFinite = new float[3 * 32 * 32];
        notFinite[100] = Float.NaN;
        NpyFile.write(array, notFinite, 1, 3, 32, 32);
        assertFails("has values that are not finite", "--tensor", array.toString());
        NpyFile.write(array, new float[12], 3, 2, 2);
        assertFails("is of 3x2x2, expected (N, 3, H, W)", "--tensor", array.toString());
        NpyFile.write(array, new long[] {1, 2, 999_999_999}, 1, 3);
        assertFails("token id 999999999, the vocabulary has 0 to", "--ids", array.toString());
        Path mask = folder.resolve("m.npy");
        NpyFile.write(mask, new long[] {1, 0}, 1, 2);
        assertFails("is of 1x2, the ids are of 1x3", "--ids", array.toString(), "--mask", mask.toString());
        NpyFile.write(mask, new long[] {1, 0, 1}, 1, 3);
        NpyFile.write(array, new long[] {1, 2, 3}, 1, 3);
        assertFails("padding before its end", "--ids", array.toString(), "--mask", mask.toString());
        Files.writeString(array, "text");
        assertFails("is no .npy file", "--tensor", array.toString());
    }

    private void assertFails(String message, String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "embed";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        assertThat(run(all)).isEqualTo(Main.FAILED);
        assertThat(err.toString())
                .startsWith("mammoclip embed: ")
                .contains(message)
                .doesNotContain("\tat ");
    }
}
