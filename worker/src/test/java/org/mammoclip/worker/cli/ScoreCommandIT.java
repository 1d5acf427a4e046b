package org.mammoclip.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mammoclip.dicom.testkit.Defect;
import org.mammoclip.dicom.testkit.SyntheticExam;
import org.mammoclip.dicom.testkit.SyntheticView;

/** {@code mammoclip score} on a folder as people have them: whole exams, parts of exams, damaged files, other files. */
class ScoreCommandIT {
    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void givesEveryObjectScoresOrAReasonAndNoStackTrace() throws Exception {
        Path in = Files.createDirectory(folder.resolve("in"));
        SyntheticExam.of(1).writeTo(Files.createDirectory(in.resolve("whole")));
        SyntheticExam.builder(2).views(SyntheticView.LCC).build().writeTo(Files.createDirectory(in.resolve("single")));
        SyntheticExam.builder(3)
                .views(SyntheticView.LCC, SyntheticView.LMLO)
                .defect(SyntheticView.LCC, Defect.SHORT_PIXEL_DATA)
                .build()
                .writeTo(Files.createDirectory(in.resolve("damaged")));
        List<Path> cut = SyntheticExam.of(4)
                .writeTo(Files.createDirectory(in.resolve("cut")))
                .subList(0, 1);
        Files.write(cut.get(0), Arrays.copyOf(Files.readAllBytes(cut.get(0)), 700));
        Files.writeString(in.resolve("notes.txt"), "no DICOM");
        Path scores = folder.resolve("scores");

        int exit = Main.run(
                new PrintWriter(out, true), new PrintWriter(err, true), "score", in.toString(), "--out", "" + scores);

        assertThat(exit).as(err.toString()).isZero();
        assertThat(out + err.toString()).doesNotContain("Exception", "\tat ");
        JsonNode document =
                new ObjectMapper().readTree(scores.resolve("scores.json").toFile());
        assertThat(document.path("model").path("statement").asText()).contains("no clinical meaning");
        assertThat(document.path("objects")).hasSize(4 + 1 + 2 + 4 + 1);
        for (JsonNode object : document.path("objects")) {
            assertThat(object.path("scores").isEmpty()
                            && object.path("reason").asText().isEmpty())
                    .as("neither scores nor a reason: %s", object)
                    .isFalse();
        }
        assertThat(document.path("studies")).hasSize(4);
        try (Stream<Path> written = Files.walk(scores)) {
            assertThat(written.map(Path::toString).filter(name -> name.endsWith(".dcm")))
                    .hasSizeGreaterThanOrEqualTo(6);
        }
    }

    @Test
    void whereNothingIsDicomNothingIsDone() throws Exception {
        String notes =
                Files.writeString(folder.resolve("notes.png"), "no DICOM").toString();
        String scores = folder.resolve("scores").toString();
        assertThat(Main.run(new PrintWriter(out, true), new PrintWriter(err, true), "score", notes, "--out", scores))
                .isEqualTo(Main.FAILED);
        assertThat(out.toString()).contains("skipped 1 file that is no DICOM", "pictures need --laterality and --view");
        assertThat(Main.run(
                        new PrintWriter(out, true), new PrintWriter(err, true), "score", notes, "--device", "cuda:99"))
                .isEqualTo(Main.FAILED);
        assertThat(err.toString())
                .contains("mammoclip score: device cuda:99 is not there")
                .doesNotContain("\tat ");
    }
}
