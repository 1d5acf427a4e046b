package org.mammoclip.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mammoclip.dicom.testkit.SyntheticExam;
import org.mammoclip.dicom.testkit.SyntheticView;

/** {@code mammoclip zero-shot} with the built-in model. */
class ZeroShotCommandTest {
    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private String image = "";
    private Path json = Path.of("");

    @BeforeEach
    void writeImage() throws Exception {
        image = SyntheticExam.builder(2)
                .views(SyntheticView.LCC)
                .build()
                .writeTo(folder)
                .get(0)
                .toString();
        json = folder.resolve("answer.json");
    }

    private int run(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    }

    private JsonNode written() throws Exception {
        return new ObjectMapper().readTree(json.toFile());
    }

    @Test
    void aFindingGetsTheReferencesScoreAndTheScaledOne() throws Exception {
        assertThat(run(
                        "zero-shot",
                        image,
                        "--prompt-negative",
                        "no mass",
                        "--prompt-positive",
                        "mass",
                        "--out",
                        "" + json))
                .as(err.toString())
                .isZero();
        JsonNode scores = written().path("images").path(0).path("scores");
        double negative = scores.path(0).path("cosine").asDouble();
        double positive = scores.path(1).path("cosine").asDouble();
        double scale = written().path("model").path("logitScale").asDouble();
        assertThat(scores.path(1).path("class").asText()).isEqualTo("positive");
        assertThat(scores.path(1).path("score").asDouble())
                .isCloseTo(1 / (1 + Math.exp(negative - positive)), within(1e-12));
        assertThat(scores.path(1).path("scaledScore").asDouble())
                .isCloseTo(1 / (1 + Math.exp(scale * (negative - positive))), within(1e-12));
        assertThat(written().path("images").path(0).path("best").asText())
                .isEqualTo(positive > negative ? "positive" : "negative");
        assertThat(out.toString())
                .contains(
                        "synthetic phantoms only", "class   negative: no mass", "image   " + image, "cosine", "scaled");
    }

    @Test
    void theScoreIsThatOfTheScoreCommand() throws Exception {
        run("zero-shot", image, "--prompt-negative", "no mass", "--prompt-positive", "mass", "--out", "" + json);
        double score = written()
                .path("images")
                .path(0)
                .path("scores")
                .path(1)
                .path("score")
                .asDouble();
        Path findings = Files.writeString(folder.resolve("findings.yaml"), """
                version: two-prompts
                findings:
                  mass:
                    title: Mass
                    score: {prompts: {negative: [no mass], positive: [mass]}}
                    threshold: 0.5
                """);
        assertThat(run("score", image, "--findings", "" + findings, "--out", "" + folder.resolve("scores")))
                .isZero();
        JsonNode scored =
                new ObjectMapper().readTree(folder.resolve("scores/scores.json").toFile());
        assertThat(scored.path("objects").path(0).path("scores").path("mass").asDouble())
                .isCloseTo(score, within(1e-9));
    }

    @Test
    void classesMayBeEnsemblesAndDensityHasItsOwnWords() throws Exception {
        assertThat(run(
                        "zero-shot",
                        image,
                        "--class",
                        "no=no mass, without mass",
                        "--class",
                        "yes=mass",
                        "--out",
                        "" + json))
                .isZero();
        assertThat(written().path("classes").path(0).path("prompts")).hasSize(2);
        assertThat(written().path("classes").path(0).path("prompts").get(1).asText())
                .isEqualTo("without mass");
        assertThat(run("zero-shot", image, "--density", "--out", "" + json)).isZero();
        assertThat(written().path("classes")).hasSize(4);
        assertThat(written().path("classes").path(3).path("prompts").get(0).asText())
                .isEqualTo("the breasts are extremely dense");
        double sum = 0;
        for (JsonNode score : written().path("images").path(0).path("scores")) {
            sum += score.path("scaledScore").asDouble();
        }
        assertThat(sum).isCloseTo(1, within(1e-9));
    }

    @Test
    void aFileThatCannotBeUsedHasAReasonAndTheOthersAnAnswer() throws Exception {
        Path notes = Files.writeString(folder.resolve("notes.txt"), "no image");
        assertThat(run("zero-shot", notes.toString(), image, "--density", "--out", "" + json))
                .isEqualTo(Main.FAILED);
        assertThat(written().path("images").path(0).path("reason").asText()).isNotBlank();
        assertThat(written().path("images").path(1).path("scores")).hasSize(4);
        assertThat(out.toString()).contains("failed  " + notes);
    }

    @Test
    void aQuestionThatIsNoneIsUsage() {
        assertUsage("one question", image);
        assertUsage("one question", image, "--density", "--class", "a=b");
        assertUsage("belong together", image, "--prompt-positive", "mass");
        assertUsage("two classes at least", image, "--class", "a=b");
        assertUsage("not 'mass'", image, "--class", "mass", "--class", "a=b");
        assertUsage("none of them blank", image, "--class", "a=b,", "--class", "c=d");
        assertUsage("which images?", "--density");
    }

    private void assertUsage(String message, String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "zero-shot";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        assertThat(run(all)).isEqualTo(Main.USAGE);
        assertThat(err.toString()).contains(message);
    }
}
