package org.mammoclip.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mammoclip.dicom.DataSet;
import org.mammoclip.dicom.Tag;
import org.mammoclip.dicom.file.Part10Reader;
import org.mammoclip.dicom.file.ReadLimits;
import org.mammoclip.dicom.json.DicomJson;
import org.mammoclip.dicom.testkit.SyntheticExam;
import org.mammoclip.worker.ToyFindings;

/** {@code mammoclip score} with a findings file that names a detector, a classifier, a mapper and a density classifier. */
class ScoreCommandFindingsIT {
    private static final String SENTENCE = "there is a spiculated mass in the left breast";

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private JsonNode score(Path input, Path scores, String... options) throws Exception {
        List<String> arguments =
                new ArrayList<>(List.of("score", input.toString(), "--device", "cpu", "--out", scores.toString()));
        arguments.addAll(List.of(options));
        int exit = Main.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments.toArray(String[]::new));
        assertThat(exit).as(err.toString()).isZero();
        assertThat(out + err.toString()).doesNotContain("Exception", "\tat ");
        return new ObjectMapper().readTree(scores.resolve("scores.json").toFile());
    }

    private static DataSet read(Path scores, String ending) throws Exception {
        try (Stream<Path> files = Files.walk(scores)) {
            Path file = files.filter(path -> path.toString().endsWith(ending))
                    .sorted()
                    .findFirst()
                    .orElseThrow();
            return Part10Reader.read(file, ReadLimits.DEFAULT).dataSet();
        }
    }

    @Test
    void boxesMapsDensityAndSentencesReachJsonReportsAndPictures() throws Exception {
        Path exam = Files.createDirectory(folder.resolve("exam"));
        SyntheticExam.of(1).writeTo(exam);
        Path findings = ToyFindings.write(folder.resolve("site"));
        Path scores = folder.resolve("scores");

        JsonNode document = score(exam, scores, "--findings", findings.toString(), "--sentence", SENTENCE);

        JsonNode model = document.path("model");
        assertThat(model.path("thresholdsVersion").asText()).isEqualTo("toy-1");
        String digest = model.path("findingsSha256").asText();
        assertThat(model.path("parts").findValuesAsText("kind"))
                .containsExactlyInAnyOrder("classifier", "mapper", "detector", "classifier");
        for (JsonNode object : document.path("objects")) {
            requireAnswers(object);
        }
        JsonNode study = document.path("studies").get(0);
        assertThat(study.path("priority").asText()).isEqualTo("PRIORITISE");
        requireBreastMeans(document);
        requireMeanDensity(document);
        assertThat(DicomJson.write(read(scores, "tid1500-sr.dcm")))
                .contains("origin=detector", "origin=attribution", "Mammo-FActOR map", "findings-sha256=" + digest)
                .contains("thresholds=toy-1", "aggregation=breast mean, exam max", "evidence=Suspicious Calcification")
                .contains("SCOORD");
        assertThat(read(scores, "LCC.dcm").string(Tag.DerivationDescription).orElse(""))
                .containsAnyOf("Mammo-FActOR map", "Detected boxes");
        for (String view : List.of("LCC", "LMLO", "RCC", "RMLO")) {
            Path picture = scores.resolve("study-1-sentence-1-" + view + ".png");
            assertThat(ImageIO.read(picture.toFile()).getHeight()).isGreaterThan(500);
        }
    }

    private static void requireAnswers(JsonNode object) {
        JsonNode mass = object.path("findings").get(0);
        JsonNode calcification = object.path("findings").get(1);
        JsonNode lump = object.path("findings").get(2);
        double raw = mass.path("rawScore").asDouble();
        double logit = Math.log(raw / (1 - raw));
        assertThat(mass.path("score").asDouble())
                .isCloseTo(1 / (1 + Math.exp(-(0.5 * logit + 0.1))), org.assertj.core.api.Assertions.within(1e-9));
        assertThat(mass.path("attribution").asText()).isEqualTo("Mammo-FActOR map");
        assertThat(mass.path("boxes"))
                .isNotEmpty()
                .allMatch(box -> box.path("origin").asText().equals("attribution"));
        assertThat(mass.has("positiveCosine")).isFalse();
        assertThat(calcification.path("boxes"))
                .isNotEmpty()
                .allMatch(box -> box.path("origin").asText().equals("detector"));
        assertThat(calcification.path("boxes").get(0).path("score").asDouble())
                .isEqualTo(calcification.path("rawScore").asDouble());
        assertThat(lump.path("attribution").asText()).isEqualTo("gradient-free linear activation map");
        assertThat(lump.path("positiveCosine").isNumber()).isTrue();
        assertThat(lump.path("present").asBoolean()).isFalse();
        assertThat(lump.path("boxes")).isEmpty();
        assertThat(object.path("sentences").get(0).path("sentence").asText()).isEqualTo(SENTENCE);
        assertThat(object.path("sentences").get(0).path("method").asText()).isEqualTo("Mammo-FActOR map");
    }

    /** The findings file asks for the mean over the images of a breast. */
    private static void requireBreastMeans(JsonNode document) {
        double sum = 0;
        for (JsonNode object : document.path("objects")) {
            if (object.path("slot").asText().startsWith("L")) {
                sum += object.path("scores").path("mass").asDouble();
            }
        }
        JsonNode left = document.path("studies").get(0).path("findings").get(0);
        if (!left.path("laterality").asText().equals("LEFT")) {
            left = document.path("studies").get(0).path("findings").get(1);
        }
        assertThat(left.path("finding").asText()).isEqualTo("mass");
        assertThat(left.path("score").asDouble()).isCloseTo(sum / 2, org.assertj.core.api.Assertions.within(1e-12));
    }

    private static void requireMeanDensity(JsonNode document) {
        double sum = 0;
        for (JsonNode object : document.path("objects")) {
            sum += object.path("density").path("C").asDouble();
        }
        JsonNode exam = document.path("studies").get(0).path("density");
        assertThat(exam.path("C").asDouble()).isCloseTo(sum / 4, org.assertj.core.api.Assertions.within(1e-12));
        assertThat(exam.path("category").asText()).matches("[A-D]");
    }

    @Test
    void otherThresholdsMakeOtherObjectsOfTheSameStudy() throws Exception {
        Path exam = Files.createDirectory(folder.resolve("exam"));
        SyntheticExam.of(1).writeTo(exam);
        String yaml = """
                version: same
                findings:
                  mass: { score: { prompts: { negative: [no mass], positive: [mass] } }, threshold: %s }
                """;
        List<String> uids = new ArrayList<>();
        for (String threshold : List.of("0.5", "0.5", "0.51")) {
            Path findings = Files.writeString(folder.resolve("f.yaml"), yaml.formatted(threshold));
            Path scores = folder.resolve("scores-" + uids.size());
            score(exam, scores, "--findings", findings.toString());
            uids.add(read(scores, "tid1500-sr.dcm").string(Tag.SOPInstanceUID).orElseThrow());
        }
        assertThat(uids.get(0)).isEqualTo(uids.get(1)).isNotEqualTo(uids.get(2));
    }

    @Test
    void withoutAMapperASentenceHasTheLinearMap() throws Exception {
        Path exam = Files.createDirectory(folder.resolve("exam"));
        SyntheticExam.builder(2)
                .views(org.mammoclip.dicom.testkit.SyntheticView.LCC)
                .build()
                .writeTo(exam);
        JsonNode document = score(exam, folder.resolve("scores"), "--sentence", SENTENCE);
        assertThat(document.path("objects")
                        .get(0)
                        .path("sentences")
                        .get(0)
                        .path("method")
                        .asText())
                .isEqualTo("gradient-free linear activation map");
        assertThat(folder.resolve("scores/study-1-sentence-1-LCC.png")).exists();
    }

    @Test
    void aBadSentenceOrFindingsFileIsRefusedBeforeAnythingIsScored() throws Exception {
        Path findings = Files.writeString(folder.resolve("f.yaml"), """
                version: v
                findings:
                  mass: { score: { detector: { checkpoint: gone } }, threshold: 0.5 }
                """);
        String[] unused = {"score", folder.toString(), "--findings", findings.toString()};
        assertThat(Main.run(new PrintWriter(out, true), new PrintWriter(err, true), unused))
                .isEqualTo(Main.FAILED);
        assertThat(err.toString()).contains("not there: finding mass: " + folder.resolve("gone"));
        String[] sentence = {"score", folder.toString(), "--sentence", "x".repeat(201)};
        assertThat(Main.run(new PrintWriter(out, true), new PrintWriter(err, true), sentence))
                .isEqualTo(Main.USAGE);
        String[] picture = {"score", folder.toString(), "--sentence", "a mass", "--view", "CC", "--laterality", "L"};
        assertThat(Main.run(new PrintWriter(out, true), new PrintWriter(err, true), picture))
                .isEqualTo(Main.USAGE);
    }
}
