package org.mammoclip.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;

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
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mammoclip.dicom.testkit.SyntheticExam;

/** {@code mammoclip evaluate --images} with the demonstration model: pictures, DICOM objects, reports. */
@Timeout(600)
class EvaluateImagesIT {
    private static final String VINDR = "patient_id,image_id,laterality,view,breast_density,finding_categories,"
            + "xmin,ymin,xmax,ymax,split,resized_xmin,resized_ymin,resized_xmax,resized_ymax\n";

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        List<String> all = new ArrayList<>(List.of("evaluate"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--out", folder.resolve("out").toString(), "--resamples", "50"));
        return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), all.toArray(String[]::new));
    }

    private JsonNode json() throws IOException {
        return new ObjectMapper().readTree(folder.resolve("out/evaluation.json").toFile());
    }

    private String page() throws IOException {
        return Files.readString(folder.resolve("out/evaluation.html"));
    }

    /** A prepared picture: half an ellipse of tissue with a bright disc somewhere. */
    private void picture(String patient, String name, int seed) throws IOException {
        BufferedImage image = new BufferedImage(912, 1520, BufferedImage.TYPE_BYTE_GRAY);
        for (int y = 0; y < 1520; y++) {
            for (int x = 0; x < 912; x++) {
                double edge = Math.hypot(x / 850.0, (y - 760) / 740.0);
                double disc = Math.hypot(x - 200 - 40 * seed, y - 500 - 60 * seed);
                int grey = edge > 1 ? 0 : (int) (120 - 80 * edge) + (disc < 60 ? 90 : 0) + (x * 7 + y * 13 + seed) % 9;
                image.getRaster().setSample(x, y, 0, grey);
            }
        }
        Path directory = Files.createDirectories(folder.resolve("png").resolve(patient));
        ImageIO.write(image, "png", directory.resolve(name + ".png").toFile());
    }

    private String vinDrTable() throws IOException {
        StringBuilder text = new StringBuilder(VINDR);
        for (int i = 0; i < 6; i++) {
            String patient = "s" + i / 2;
            picture(patient, "i" + i, i);
            text.append(patient)
                    .append(",i")
                    .append(i)
                    .append(".png,L,CC,DENSITY ")
                    .append("BCD".charAt(i % 3));
            text.append(i < 3 ? ",['Mass'],10,20,300,400,test,140,440,260,560\n" : ",['No Finding'],,,,,test,,,,\n");
        }
        text.append("s0,i0.png,L,CC,DENSITY B,\"['Asymmetry']\",10,20,300,400,test,20,30,90,80\n");
        return Files.writeString(folder.resolve("folds.csv"), text).toString();
    }

    private String images() {
        return folder.resolve("png").toString();
    }

    @Test
    void picturesOfAVinDrTableAreScoredOnceAndEvaluatedPerImageOrPerRow() throws Exception {
        String table = vinDrTable();
        String cache = folder.resolve("scores.jsonl").toString();
        assertThat(run(table, "--images", images(), "--cache", cache))
                .as(err.toString())
                .isZero();
        JsonNode report = json();
        assertThat(report.path("model").path("statement").asText()).contains("no clinical meaning");
        assertThat(report.path("findings")).hasSize(2);
        JsonNode mass = report.path("findings").get(0);
        assertThat(mass.path("counts").path("rows").asInt()).isEqualTo(7);
        assertThat(mass.path("counts").path("units").asInt()).isEqualTo(6);
        assertThat(mass.path("counts").path("positives").asInt()).isEqualTo(3);
        assertThat(mass.path("operatingPoints").get(0).path("name").asText()).isEqualTo("model");
        assertThat(mass.path("published").size()).isPositive();
        assertThat(report.path("classes").get(0).path("key").asText()).isEqualTo("density");
        assertThat(page()).contains("data:image/png;base64,").contains("data-plot=\"roc-mass\"");
        assertThat(err.toString()).contains("6 of 6 images");
        List<String> kept = Files.readAllLines(Path.of(cache));
        assertThat(kept).hasSize(1 + 6);

        // The next run goes on from the cache, also from a torn one, and gives the same scores.
        Files.writeString(
                Path.of(cache),
                String.join("\n", kept.subList(0, 4)) + "\n" + kept.get(5).substring(0, 40));
        assertThat(run(table, "--images", images(), "--cache", cache, "--unit", "row"))
                .as(err.toString())
                .isZero();
        JsonNode rows = json().path("findings").get(0);
        assertThat(rows.path("counts").path("units").asInt()).isEqualTo(7);
        assertThat(rows.path("worstFalseNegatives")).isEqualTo(mass.path("worstFalseNegatives"));
        assertThat(Files.readAllLines(Path.of(cache))).hasSize(1 + 6);
    }

    @Test
    void boxesOfTheModelAreComparedWithThoseOfTheTable() throws Exception {
        String table = vinDrTable();
        Path findings = Files.writeString(folder.resolve("findings.yaml"), """
                version: test-1
                findings:
                  mass:
                    title: Mass
                    score: { prompts: { negative: [no mass], positive: [mass] } }
                    threshold: 0.2
                """);
        assertThat(run(table, "--images", images(), "--findings", findings.toString()))
                .as(err.toString())
                .isZero();
        JsonNode mass = json().path("findings").get(0);
        assertThat(json().path("model").path("thresholdsVersion").asText()).isEqualTo("test-1");
        assertThat(mass.path("operatingPoints").get(0).path("threshold").asDouble())
                .isEqualTo(0.2);
        assertThat(mass.path("localisation").path("images").asInt()).isEqualTo(6);
        assertThat(mass.path("localisation").path("trueBoxes").asInt()).isEqualTo(3);
        assertThat(mass.path("localisation").path("foundBoxes").asInt()).isPositive();
        JsonNode pointing = mass.path("hitRates").get(0);
        assertThat(pointing.path("point").asText()).isEqualTo("map_maximum");
        assertThat(pointing.path("images").asInt()).isEqualTo(3);
        assertThat(pointing.path("hit_rate").path("value").isNumber()).isTrue();
        assertThat(pointing.path("chance").path("breast").path("value").asDouble())
                .isBetween(0.005, 0.1);
        assertThat(pointing.path("chance").path("other_image").has("value")).isTrue();
        assertThat(pointing.path("chance").has("other_finding"))
                .as("the model has one finding only")
                .isFalse();
        assertThat(out.toString()).contains("map_maximum_hits", "chance in breast");
        assertThat(page()).contains("Chance: other image");
        assertThat(mass.path("published").toString()).contains("Mammo-FActOR");
        assertThat(page()).contains("data-plot=\"froc-mass\"", "white: drawn by people");
        Files.writeString(findings, "version: test-1\nfindings: { mass: { treshold: 1 } }\n");
        assertThat(run(table, "--images", images(), "--findings", findings.toString()))
                .isEqualTo(Main.CONFIGURATION);
    }

    @Test
    void imagesThatAreMissingOrUnusableHaveALineOrAreCounted() throws Exception {
        String table = vinDrTable();
        Files.delete(folder.resolve("png/s2/i5.png"));
        assertThat(run(table, "--images", images())).isEqualTo(Main.FAILED);
        assertThat(err.toString()).contains("folds.csv:7: no image 'i5'");
        ImageIO.write(
                new BufferedImage(300, 400, BufferedImage.TYPE_BYTE_GRAY),
                "png",
                folder.resolve("png/s2/i5.png").toFile());
        assertThat(run(table, "--images", images())).isEqualTo(Main.FAILED);
        assertThat(err.toString())
                .contains("folds.csv:7: image i5: NOT_PREPARED: a picture of 400x300, the model takes 1520x912")
                .contains("--prepare-pictures");
        assertThat(run(table, "--images", images(), "--skip-bad-rows"))
                .as(err.toString())
                .isZero();
        assertThat(json().path("notes").toString()).contains("1 row(s) were left out");
        assertThat(json().path("findings").get(0).path("counts").path("units").asInt())
                .isEqualTo(5);
    }

    @Test
    void dicomObjectsOfAnRsnaTableArePreparedAndJoinedToBreasts() throws Exception {
        StringBuilder text = new StringBuilder("patient_id,image_id,laterality,view,cancer,density,fold\n");
        for (int exam = 1; exam <= 2; exam++) {
            List<Path> files = SyntheticExam.of(exam).writeTo(Files.createDirectories(folder.resolve("dicom/" + exam)));
            for (Path file : files) {
                String name = file.getFileName().toString().replace(".dcm", "");
                text.append(exam)
                        .append(',')
                        .append(name)
                        .append(name.contains("L") && !name.contains("-R") ? ",L," : ",R,");
                text.append(name.endsWith("CC") ? "CC," : "MLO,");
                text.append(exam == 1 && !name.contains("-R") ? 1 : 0).append(",B,0\n");
            }
        }
        String table = Files.writeString(folder.resolve("train.csv"), text).toString();
        assertThat(run(table, "--images", folder.resolve("dicom").toString(), "--unit", "breast"))
                .as(err.toString())
                .isZero();
        JsonNode malignancy = json().path("findings").get(0);
        assertThat(malignancy.path("key").asText()).isEqualTo("malignancy");
        assertThat(malignancy.path("counts").path("rows").asInt()).isEqualTo(8);
        assertThat(malignancy.path("counts").path("units").asInt()).isEqualTo(4);
        assertThat(malignancy.path("counts").path("positives").asInt()).isEqualTo(1);
        assertThat(malignancy.path("published").toString()).contains("fine-tuned, 100 %");
    }

    @Test
    void reportsAreFoundByTheirImages() throws Exception {
        StringBuilder text = new StringBuilder("patient_id,FINDINGS,IMPRESSION,image_id,view,laterality\n");
        for (int i = 0; i < 3; i++) {
            picture("p" + i, "r" + i, i);
            text.append('p')
                    .append(i)
                    .append(",There is a mass number ")
                    .append(i)
                    .append(".,Suspicious finding ");
            text.append(i).append(" here.,r").append(i).append(".png,CC,L\n");
        }
        String table = Files.writeString(folder.resolve("reports.csv"), text).toString();
        assertThat(run(table, "--images", images())).as(err.toString()).isZero();
        JsonNode retrieval = json().path("retrieval");
        assertThat(retrieval.path("distinctTexts").asInt()).isEqualTo(3);
        assertThat(retrieval.path("values").path("recall_at_5").path("value").asDouble())
                .isEqualTo(1);
        assertThat(retrieval.path("values").path("mean_rank").path("value").asDouble())
                .isBetween(1.0, 3.0);
        assertThat(page()).contains("Finding the report by its image");
    }
}
