package org.mammoclip.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code mammoclip evaluate} on tables of predictions: no model is needed. */
class EvaluateCommandTest {
    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        List<String> all = new ArrayList<>(List.of("evaluate"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--out", folder.resolve("out").toString()));
        return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), all.toArray(String[]::new));
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private JsonNode json() throws IOException {
        return new ObjectMapper().readTree(folder.resolve("out/evaluation.json").toFile());
    }

    /** Two breasts with two images each; image scores 0.1 0.4 0.35 0.8. */
    private static final String TABLE = "patient_id,laterality,image_id,score,label,split\n"
            + "p1,L,a,0.1,0,test\np1,R,b,0.4,0,test\np2,L,c,0.35,1,test\np2,L,d,0.8,1,test\n"
            + "v1,L,e,0.2,0,val\nv2,L,f,0.3,1,val\n";

    @Test
    void predictionsBecomeJsonAndPage() throws Exception {
        String table = file("predictions.csv", TABLE);
        assertThat(run(table, "--rows", "split=test", "--threshold", "site=0.4"))
                .as(err.toString())
                .isZero();
        JsonNode finding = json().path("findings").get(0);
        assertThat(finding.path("values").path("auroc").path("value").asDouble())
                .isEqualTo(0.75);
        assertThat(finding.path("counts").path("patients").asInt()).isEqualTo(2);
        JsonNode point = finding.path("operatingPoints").get(0);
        assertThat(point.path("name").asText()).isEqualTo("site");
        assertThat(point.path("values").path("sensitivity").path("value").asDouble())
                .isEqualTo(0.5);
        assertThat(json().path("commandLine").toString()).contains("--threshold", "site=0.4");
        assertThat(json().path("inputs").get(0).path("sha256").asText()).hasSize(64);
        assertThat(Files.readString(folder.resolve("out/evaluation.html")))
                .contains("data-plot=\"roc-finding\"", "data-plot=\"histogram-finding\"")
                .contains("Evaluation of predictions.csv");
        assertThat(out.toString()).contains("auroc").contains("0.750").contains("evaluation.html");
    }

    @Test
    void breastsAreMeansAndThresholdsComeFromValidationRows() throws Exception {
        String table = file("predictions.csv", TABLE);
        int code = run(
                table,
                "--rows",
                "split=test",
                "--unit",
                "breast",
                "--validation-rows",
                "split=val",
                "--choose",
                "youden");
        assertThat(code).as(err.toString()).isZero();
        JsonNode finding = json().path("findings").get(0);
        assertThat(finding.path("counts").path("units").asInt()).isEqualTo(3);
        // The positive breast scores (0.35 + 0.8) / 2 = 0.575 and beats both others.
        assertThat(finding.path("values").path("auroc").path("value").asDouble())
                .isEqualTo(1);
        assertThat(finding.path("operatingPoints").get(0).path("threshold").asDouble())
                .isEqualTo(0.3);
    }

    @Test
    void aThresholdIsNeverChosenOnTheRowsThatAreEvaluated() throws Exception {
        String table = file("predictions.csv", TABLE);
        assertThat(run(table, "--choose", "youden")).isEqualTo(Main.USAGE);
        assertThat(err.toString()).contains("--validation");
        assertThat(run(table, "--choose", "youden", "--validation-rows", "split=val"))
                .isEqualTo(Main.FAILED);
        assertThat(err.toString()).contains("2 patient(s) are both in the test and in the validation rows");
    }

    @Test
    void badRowsAreListedWithTheirLinesOrSkippedAndCounted() throws Exception {
        String table = file("bad.csv", "score,label\n0.2,0\nhigh,1\n0.9,1\n0.3,maybe\n");
        assertThat(run(table)).isEqualTo(Main.FAILED);
        assertThat(err.toString())
                .contains("bad.csv:3: score: 'high' is not a finite number")
                .contains("bad.csv:5: label: 'maybe' is not 0 or 1")
                .contains("2 problem(s) in 2 row(s)")
                .doesNotContain("\tat ");
        assertThat(folder.resolve("out")).doesNotExist();
        assertThat(run(table, "--skip-bad-rows")).isZero();
        assertThat(json().path("inputs").get(0).path("skippedRows").asInt()).isEqualTo(2);
        assertThat(json().path("notes").toString())
                .contains("2 bad rows were left out")
                .contains("No column says");
    }

    @Test
    void atLeastOneRowMustBeLeft() throws Exception {
        String table = file("worse.csv", "score,label\nhigh,1\n");
        assertThat(run(table, "--skip-bad-rows")).isEqualTo(Main.FAILED);
        assertThat(err.toString()).contains("worse.csv: no row is left to evaluate", "worse.csv:2: score");
    }

    @Test
    void severalFindingsAreNamedByTheirColumns() throws Exception {
        String table = file("two.csv", "id,pm,m,pc,c\n1,0.1,0,0.9,1\n2,0.8,1,0.2,0\n");
        assertThat(run(table, "--finding", "mass=pm,m", "--finding", "calc=pc,c", "--compare-with", "vindr"))
                .as(err.toString())
                .isZero();
        assertThat(json().path("findings").size()).isEqualTo(2);
        assertThat(json().path("findings").get(0).path("published").size()).isPositive();
        assertThat(run(table, "--finding", "mass=nowhere,m")).isEqualTo(Main.FAILED);
        assertThat(err.toString()).contains("no column 'nowhere'; the header line has id, pm, m, pc, c");
    }

    @Test
    void boxesAndClassesStandBesidePredictions() throws Exception {
        String table = file("p.csv", "image_id,score,label,density,a,b\ni,0.9,1,A,0.7,0.3\nk,0.1,0,B,0.6,0.4\n");
        String found = file("found.csv", "image_id,xmin,ymin,xmax,ymax,score\ni,0,0,10,10,0.9\nk,0,0,5,5,0.4\n");
        String truth = file("truth.csv", "image_id,xmin,ymin,xmax,ymax\ni,0,0,10,8\n");
        int code = run(
                table,
                "--finding",
                "mass=score,label",
                "--classes",
                "density=density,a,b",
                "--boxes",
                found,
                "--true-boxes",
                truth);
        assertThat(code).as(err.toString()).isZero();
        JsonNode boxes = json().path("findings").get(0).path("localisation");
        assertThat(boxes.path("images").asInt()).isEqualTo(2);
        JsonNode half = boxes.path("overlaps").get(1);
        assertThat(half.path("values").path("ap").path("value").asDouble()).isEqualTo(1);
        assertThat(half.path("froc").get(1).path("falsePositivesPerNormalImage").asDouble())
                .isEqualTo(1);
        assertThat(json().path("classes")
                        .get(0)
                        .path("values")
                        .path("accuracy")
                        .path("value")
                        .asDouble())
                .isEqualTo(0.5);
        assertThat(Files.readString(folder.resolve("out/evaluation.html"))).contains("data-plot=\"froc-mass\"");
        assertThat(run(table, "--boxes", found)).isEqualTo(Main.USAGE);
    }

    @Test
    void countsOfADataSetNeedNoImages() throws Exception {
        String table = file(
                "vindr.csv",
                "study_id,image_id,laterality,breast_density,finding_categories,xmin,ymin,xmax,ymax,split\n"
                        + "s,i,L,DENSITY C,\"['Mass', 'Asymmetry']\",1,2,3,4,test\n"
                        + "s,i,L,DENSITY C,['Mass'],5,6,7,8,test\n"
                        + "t,k,R,DENSITY B,['No Finding'],,,,,training\n");
        assertThat(run(table, "--count-only", "--rows", "all"))
                .as(err.toString())
                .isZero();
        assertThat(out.toString())
                .contains("rows     3", "images   2", "patients 2", "boxes    2 rows")
                .contains("label    mass: 2 rows, 1 images")
                .contains("density  A 0, B 1, C 2, D 0 rows");
        assertThat(run(table)).isEqualTo(Main.USAGE);
        assertThat(err.toString()).contains("--images").contains("--count-only");
    }

    @Test
    void wrongUsageIsToldApartFromWrongData() throws Exception {
        String table = file("predictions.csv", TABLE);
        assertThat(run(table, "--level", "95")).isEqualTo(Main.USAGE);
        assertThat(run(table, "--unit", "woman")).isEqualTo(Main.USAGE);
        assertThat(run(table, "--iou", "2")).isEqualTo(Main.USAGE);
        assertThat(run(table, "--compare-with", "mine")).isEqualTo(Main.USAGE);
        assertThat(run(table, "--threshold", "high")).isEqualTo(Main.USAGE);
        assertThat(run(table, "--rows", "split")).isEqualTo(Main.USAGE);
        assertThat(run(folder.resolve("absent.csv").toString())).isEqualTo(Main.FAILED);
        assertThat(err.toString()).contains("there is no").doesNotContain("\tat ");
    }

    @Test
    void helpIsEnoughForAStranger() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString().lines()).allMatch(line -> line.length() <= 80);
        assertThat(out.toString().replaceAll("\\s+", " "))
                .contains(
                        "Examples:",
                        "Exit codes:",
                        "finding_categories",
                        "patient_id",
                        "--skip-bad-rows",
                        "VinDr",
                        "RSNA")
                .contains("Never chosen on the rows that are evaluated");
    }
}
