package org.mammoclip.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mammoclip.dicom.testkit.Defect;
import org.mammoclip.dicom.testkit.SyntheticExam;
import org.mammoclip.dicom.testkit.SyntheticView;

/** {@code mammoclip score} with the demonstration model. */
@Timeout(600)
class ScoreCommandObjectsIT {
    @TempDir
    Path folder;

    private final StringWriter console = new StringWriter();

    private JsonNode score(String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of("score", "--out", out().toString()));
        all.addAll(List.of(arguments));
        StringWriter errors = new StringWriter();
        int code = Main.run(new PrintWriter(console), new PrintWriter(errors), all.toArray(String[]::new));
        assertThat(errors.toString()).isEmpty();
        assertThat(code).isZero();
        return new ObjectMapper().readTree(out().resolve("scores.json").toFile());
    }

    private Path out() {
        return folder.resolve("out");
    }

    private static Map<String, String> decisions(JsonNode document) {
        Map<String, String> decisions = new TreeMap<>();
        document.get("objects")
                .forEach(object -> decisions.put(
                        Path.of(object.get("file").asText()).getFileName().toString(),
                        object.get("decision").asText() + (object.has("scores") ? " scored" : "")));
        return decisions;
    }

    @Test
    void writesScoresReportsAndOverlaysOfAnExam() throws IOException {
        Path exam = folder.resolve("exam");
        SyntheticExam.of(1).writeTo(exam);
        JsonNode document = score(exam.toString());
        assertThat(decisions(document).values()).hasSize(4).containsOnly("STD_VIEW scored");
        JsonNode study = document.get("studies").get(0);
        assertThat(study.get("decision").asText()).isEqualTo("COMPLETE");
        assertThat(study.get("outputs")).hasSize(4 + 2 + 4);
        study.get("outputs").forEach(file -> assertThat(Path.of(file.asText())).isNotEmptyFile());
        assertThat(document.get("model").get("statement").asText()).isNotBlank();
        assertThat(console.toString()).contains("no clinical meaning");
    }

    @Test
    void givesEveryOtherObjectAReasonOfItsOwn() throws IOException {
        Path exam = folder.resolve("exam");
        SyntheticExam.builder(2)
                .defect(SyntheticView.RCC, Defect.SHORT_PIXEL_DATA)
                .defect(SyntheticView.LMLO, Defect.FOR_PROCESSING)
                .build()
                .writeTo(exam);
        Files.copy(exam.resolve("1-LCC.dcm"), exam.resolve("again.dcm"));
        Files.writeString(exam.resolve("note.txt"), "no object");
        Files.write(exam.resolve("torn.dcm"), new byte[300]);
        JsonNode document = score(exam.toString());
        assertThat(decisions(document))
                .containsEntry("note.txt", "NOT_DICOM")
                .containsEntry("torn.dcm", "UNREADABLE")
                .containsEntry("again.dcm", "DUPLICATE")
                .containsEntry("3-RCC.dcm", "STD_VIEW")
                .containsEntry("2-LMLO.dcm", "RAW");
        document.get("objects")
                .forEach(object ->
                        assertThat(object.has("scores") || object.has("reason")).isTrue());
    }

    @Test
    void scoresAPictureWithItsSideAndView() throws IOException {
        BufferedImage picture = new BufferedImage(300, 400, BufferedImage.TYPE_BYTE_GRAY);
        for (int y = 0; y < 400; y++) {
            for (int x = 0; x < 300; x++) {
                int grey = Math.max(0, 220 - x) / 2 + y % 7;
                picture.getRaster().setSample(x, y, 0, x < 200 ? 60 + grey : 0);
            }
        }
        Path file = folder.resolve("picture.png");
        ImageIO.write(picture, "png", file.toFile());
        JsonNode document = score("--laterality", "L", "--view", "CC", file.toString());
        assertThat(document.get("objects").get(0).get("slot").asText()).isEqualTo("LCC");
        assertThat(document.get("objects").get(0).get("scores")).isNotEmpty();
        assertThat(document.get("studies")).isEmpty();
    }

    @Test
    void hasScoresOrAReasonForEveryPublicTestObject() throws IOException {
        List<String> folders = new ArrayList<>();
        for (String name : List.of("data", "examples/dicom")) {
            Path path = Path.of("..", "..", "shared").resolve(name);
            if (Files.isDirectory(path)) {
                folders.add(path.toString());
            }
        }
        assumeTrue(!folders.isEmpty(), "the public test objects are not beside the repository");
        JsonNode document = score(folders.toArray(String[]::new));
        document.get("objects").forEach(object -> {
            assertThat(object.get("decision").asText()).isNotBlank();
            assertThat(object.has("scores") != object.has("reason")).isTrue();
        });
        assertThat(console.toString()).doesNotContain("Exception");
    }
}
