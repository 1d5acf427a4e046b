package org.mammoclip.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The heads that are shipped with the demonstration model, on the quickstart's exam with a mass in the right breast. */
class DemonstrationHeadsIT {
    private static final Path FINDINGS = Path.of("../src/mammoclip/demonstration/heads/findings.yaml");

    @TempDir
    Path folder;

    private final StringWriter err = new StringWriter();

    private void run(String... arguments) {
        int exit = Main.run(new PrintWriter(new StringWriter()), new PrintWriter(err, true), arguments);
        assertThat(exit).as(err.toString()).isZero();
    }

    @Test
    void theMassIsCalledOnItsSideOnly() throws Exception {
        Path phantoms = folder.resolve("phantoms");
        Path scores = folder.resolve("scores");
        run(
                "phantom",
                "--out",
                phantoms.toString(),
                "--seed",
                "77",
                "--first",
                "10",
                "--exams",
                "1",
                "--style",
                "A",
                "--signal-to-noise",
                "4",
                "--no-png");
        run(
                "score",
                phantoms.resolve("dicom").toString(),
                "--checkpoint",
                "builtin:demo",
                "--findings",
                FINDINGS.toString(),
                "--device",
                "cpu",
                "--out",
                scores.toString());
        JsonNode document =
                new ObjectMapper().readTree(scores.resolve("scores.json").toFile());
        assertThat(document.path("model").path("parts").findValuesAsText("name"))
                .containsExactly("mammoclip-demo-probe-classifier", "mammoclip-demo-probe-density");
        assertThat(document.path("objects")).hasSize(4);
        boolean called = false;
        for (JsonNode object : document.path("objects")) {
            JsonNode mass = object.path("findings").get(0);
            assertThat(mass.path("finding").asText()).isEqualTo("mass");
            boolean present = mass.path("present").asBoolean();
            if (object.path("slot").asText().startsWith("L")) {
                assertThat(present).as(object.toString()).isFalse();
            }
            called |= present;
            assertThat(object.path("density").path("category").asText()).isEqualTo("C");
        }
        assertThat(called).as("a mass on the right").isTrue();
    }
}
