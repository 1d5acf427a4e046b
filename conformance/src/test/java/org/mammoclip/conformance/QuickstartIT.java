package org.mammoclip.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The first command of the README does what the README says. */
@Timeout(600)
class QuickstartIT {
    private static final Path SCRIPT = Path.of("../deploy/quickstart");

    @TempDir
    Path directory;

    private int run(String... options) throws IOException, InterruptedException {
        ProcessBuilder command =
                new ProcessBuilder(SCRIPT.toString()).redirectErrorStream(true).redirectOutput(output().toFile());
        command.command().addAll(List.of(options));
        Process process = command.start();
        if (!process.waitFor(9, TimeUnit.MINUTES)) {
            process.destroy();
            throw new AssertionError("no end:\n" + Files.readString(output()));
        }
        return process.exitValue();
    }

    private Path output() {
        return directory.resolve("output.txt");
    }

    private static List<Path> files(Path folder, String glob) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(file -> folder.getFileSystem()
                            .getPathMatcher("glob:" + glob)
                            .matches(file.getFileName()))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void bringsTwoStudiesFromTheModalityAndFromKafkaBackToThePacs() throws Exception {
        Path workdir = directory.resolve("quickstart");
        assertThat(run("--workdir", workdir.toString()))
                .as(() -> {
                    try {
                        return Files.readString(output());
                    } catch (IOException e) {
                        return "no output";
                    }
                })
                .isZero();
        assertThat(Files.readString(output()))
                .contains("C-STORE", "Kafka + WADO-RS", "no clinical meaning")
                .containsPattern("1 +C-STORE +mass right +DELIVERED")
                .containsPattern("2 +Kafka \\+ WADO-RS +nothing +DELIVERED")
                .containsPattern(
                        "highest score for mass: study 1 \\(0\\.\\d{3}, truth: mass right\\), then study 2 \\(");
        List<Path> results = files(workdir, "result-*.json");
        assertThat(results).hasSize(2);
        for (Path result : results) {
            JsonNode document = new ObjectMapper().readTree(result.toFile());
            assertThat(document.path("state").asText()).isEqualTo("DELIVERED");
            assertThat(document.path("revisions").path(0).path("findings")).isNotEmpty();
        }
        // Four images of the second exam, which the PACS had, and two reports and four captures for each exam.
        assertThat(files(workdir.resolve("pacs"), "*-digital-mammography*.dcm")).hasSize(4);
        assertThat(files(workdir.resolve("pacs"), "*-secondary-capture*.dcm")).hasSize(8);
        assertThat(files(workdir.resolve("pacs"), "*-sr.dcm")).hasSize(4);
        List<Path> previews = files(workdir, "*.png");
        assertThat(previews).hasSize(8);
        for (Path preview : previews) {
            BufferedImage image = ImageIO.read(preview.toFile());
            assertThat(image.getWidth()).isGreaterThan(200);
            assertThat(image.getHeight()).isGreaterThan(200);
        }
        assertThat(Files.readString(workdir.resolve("worker.log")))
                .as("patient data of the computed exams")
                .doesNotContain("Computed^", "107700010", "107700011");
    }

    @Test
    void touchesNoDirectoryThatIsNotItsOwn() throws Exception {
        Path precious = Files.createDirectories(directory.resolve("precious"));
        Files.writeString(precious.resolve("thesis.txt"), "precious");
        assertThat(run("--workdir", precious.toString())).isEqualTo(1);
        assertThat(files(precious, "*")).containsExactly(precious.resolve("thesis.txt"));
        assertThat(run(
                        "--study",
                        "/nowhere",
                        "--workdir",
                        directory.resolve("unused").toString()))
                .isEqualTo(2);
    }
}
