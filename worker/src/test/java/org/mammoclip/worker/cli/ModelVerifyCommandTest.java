package org.mammoclip.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mammoclip.mammoclip.npy.NpyFile;

/** {@code mammoclip model verify} with the built-in model, against what {@code embed} printed. */
class ModelVerifyCommandTest {
    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    }

    /** Reference values made of the output of {@code embed}. */
    private ObjectNode reference() throws Exception {
        float[] tensor = new float[3 * 64 * 48];
        for (int i = 0; i < tensor.length; i++) {
            tensor[i] = (float) Math.sin(i * 0.01);
        }
        NpyFile.write(folder.resolve("x.npy"), tensor, 1, 3, 64, 48);
        assertThat(run("embed", "--device", "cpu", "--tensor", "" + folder.resolve("x.npy")))
                .isZero();
        ObjectMapper mapper = new ObjectMapper();
        JsonNode embedded = mapper.readTree(out.toString()).path("inputs").path(0);
        ObjectNode root = mapper.createObjectNode();
        ObjectNode stored = root.putArray("cases").addObject();
        stored.putObject("input").put("file", "x.npy").set("shape", mapper.valueToTree(new int[] {1, 3, 64, 48}));
        stored.set("embedding", embedded.path("pooled"));
        stored.set("projection", embedded.path("projection"));
        stored.set("normalized", embedded.path("embedding"));
        return root;
    }

    private String write(ObjectNode reference) throws Exception {
        return Files.writeString(folder.resolve("reference.json"), reference.toString())
                .toString();
    }

    @Test
    void surveysTheParametersWithoutAReference() {
        assertThat(run("model", "verify", "builtin:demo")).as(err.toString()).isZero();
        assertThat(out.toString()).contains("mammoclip-demo 3 (clip), sha256 ", "parameters", "ok");
    }

    @Test
    void agreesWithWhatEmbedPrintedAndNamesWhatDoesNot() throws Exception {
        ObjectNode reference = reference();
        Path json = folder.resolve("report.json");
        assertThat(run("model", "verify", "builtin:demo", "--against", write(reference), "--out", "" + json))
                .as(out + err.toString())
                .isZero();
        assertThat(out.toString()).contains("4 comparisons, 4 agree");
        assertThat(new ObjectMapper().readTree(json.toFile()).path("comparisons"))
                .hasSize(4);

        ArrayNode projection = (ArrayNode) reference.path("cases").path(0).path("projection");
        projection.set(5, projection.get(5).asDouble() + 0.01);
        assertThat(run("model", "verify", "builtin:demo", "--against", write(reference)))
                .isEqualTo(Main.FAILED);
        assertThat(out.toString()).contains("DEVIATES first at projection (x.npy): relative L2", "FAILED");
        assertThat(run("model", "verify", "builtin:demo", "--against", write(reference), "--tolerance", "0.5"))
                .isZero();
    }

    @Test
    void aParameterWithAnotherChecksumIsNamed() throws Exception {
        ObjectNode reference = new ObjectMapper().createObjectNode();
        reference
                .putArray("params")
                .addObject()
                .put("name", "logit_scale")
                .put("crc32", "01234567")
                .putArray("shape");
        assertThat(run("model", "verify", "builtin:demo", "--against", write(reference)))
                .isEqualTo(Main.FAILED);
        assertThat(out.toString()).contains("DEVIATES parameter logit_scale");
    }

    @Test
    void valuesOfAnotherNetworkAreToldApartFromADeviation() throws Exception {
        ObjectNode reference = new ObjectMapper().createObjectNode();
        reference
                .putArray("params")
                .addObject()
                .put("name", "image_encoder._conv_stem.weight")
                .put("crc32", "01234567")
                .putArray("shape")
                .add(32)
                .add(3)
                .add(3)
                .add(3);
        assertThat(run("model", "verify", "builtin:demo", "--against", write(reference)))
                .isEqualTo(Main.FAILED);
        assertThat(err.toString())
                .contains("the reference values are of another network: their image_encoder._conv_stem.weight");
    }

    @Test
    void everyMistakeIsOneSentence() throws Exception {
        assertThat(run("model")).isEqualTo(Main.USAGE);
        assertThat(run("model", "verify")).isEqualTo(Main.USAGE);
        assertThat(run("model", "verify", "builtin:demo", "--tolerance", "0")).isEqualTo(Main.USAGE);
        assertFails("nowhere", folder.resolve("nowhere").toString());
        assertFails(
                "there is no ",
                "builtin:demo",
                "--against",
                folder.resolve("none.json").toString());
        assertFails("builtin:demo", "builtin:other");
        String broken = Files.writeString(folder.resolve("broken.json"), "{\"cases\": [{}]}")
                .toString();
        assertFails("cases[0].input: expected an object", "builtin:demo", "--against", broken);
    }

    private void assertFails(String message, String... arguments) {
        String[] all = new String[arguments.length + 2];
        all[0] = "model";
        all[1] = "verify";
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        assertThat(run(all)).isEqualTo(Main.FAILED);
        assertThat(err.toString())
                .startsWith("mammoclip model verify: ")
                .contains(message)
                .doesNotContain("\tat ");
    }
}
