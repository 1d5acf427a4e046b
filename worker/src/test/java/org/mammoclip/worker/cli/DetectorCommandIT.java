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
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mammoclip.mammoclip.checkpoint.CheckpointFolder;
import org.mammoclip.mammoclip.checkpoint.DetectorFile;
import org.mammoclip.mammoclip.checkpoint.ModelDescription;
import org.mammoclip.mammoclip.checkpoint.ModelFile;
import org.mammoclip.mammoclip.text.Vocabulary;
import org.mammoclip.mammoclip.train.InitialValues;

/** {@code mammoclip detector} on a few tiny phantoms: what it writes, goes on with, and refuses. */
@Timeout(600)
class DetectorCommandIT {
    private static final List<String> PIECES = List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "mass");

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    }

    private int detector(String... more) {
        List<String> all = new ArrayList<>(List.of(
                "detector",
                "--table",
                folder.resolve("corpus/vindr.csv").toString(),
                "--images",
                folder.resolve("corpus/png").toString(),
                "--checkpoint",
                folder.resolve("clip").toString(),
                "--finding",
                "mass",
                "--finding",
                "Suspicious Calcification",
                "--validation-share",
                "0.4",
                "--batch",
                "4",
                "--epochs",
                "1",
                "--resamples",
                "20",
                "--device",
                "cpu",
                "--synthetic"));
        all.addAll(List.of(more));
        return run(all.toArray(String[]::new));
    }

    private void corpus() throws IOException {
        int code = run(
                "phantom",
                "--out",
                folder.resolve("corpus").toString(),
                "--exams",
                "12",
                "--rows",
                "256",
                "--lesions",
                "0.8",
                "--prepared",
                "96x64",
                "--no-dicom");
        assertThat(code).as(err.toString()).isZero();
        ModelDescription description = new ModelDescription(
                "toy",
                "1",
                true,
                true,
                "toy model of a test",
                "Apache-2.0",
                "efficientnet-demo",
                new ModelDescription.Preparation("toy-1", 96, 64, 1, 0.3f, 0.25f),
                new ModelDescription.Text("bert", PIECES.size(), 1, 8, 1, 8, 8, 8, true),
                8);
        CheckpointFolder.write(
                folder.resolve("clip"),
                description,
                new Vocabulary(PIECES),
                InitialValues.of(5, description.parameters()));
    }

    @Test
    void trainsMeasuresShowsAndGoesOn() throws IOException {
        corpus();
        String run = folder.resolve("run").toString();
        assertThat(detector(
                        "--out", run, "--side", "32", "--normals", "0.3", "--backbone", "frozen", "--pictures", "8"))
                .as(err.toString())
                .isZero();
        try (ModelFile file = ModelFile.open(folder.resolve("run/best"))) {
            DetectorFile detector = (DetectorFile) file;
            assertThat(detector.classes()).isEqualTo(2);
            assertThat(detector.side()).isEqualTo(32);
            assertThat(detector.description().preprocessing()).isEqualTo("toy-1");
            assertThat(detector.description().about().synthetic()).isTrue();
        }
        JsonNode results =
                new ObjectMapper().readTree(folder.resolve("run/results.json").toFile());
        Set<String> seen = new HashSet<>();
        for (JsonNode result : results) {
            assertThat(result.path("task").asText()).isEqualTo("detector");
            seen.add(result.path("finding").asText() + "/"
                    + result.path("metric").asText());
        }
        assertThat(seen)
                .contains(
                        "Mass/ap_positive_images_iou_0.5",
                        "Mass/image_auroc",
                        "Suspicious Calcification/false_positives_per_normal_image_score_0.05");
        assertThat(Files.readString(folder.resolve("run/model-card.md")))
                .contains("detector: Mass, Suspicious Calcification")
                .contains("ap\\_positive\\_images");
        assertThat(folder.resolve("run/best/model-card.json")).exists();
        String page = Files.readString(folder.resolve("run/detector.html"));
        assertThat(page).contains("data:image/png;base64,").contains("Yellow: found");
        assertThat(out.toString()).contains("completed after").contains("image_auroc");

        // the same again has nothing left to train, and measures the same
        List<String> metrics = Files.readAllLines(folder.resolve("run/metrics.jsonl"));
        assertThat(detector(
                        "--out", run, "--side", "32", "--normals", "0.3", "--backbone", "frozen", "--pictures", "8"))
                .isZero();
        assertThat(Files.readAllLines(folder.resolve("run/metrics.jsonl"))).isEqualTo(metrics);
        assertThat(new ObjectMapper()
                        .readTree(folder.resolve("run/results.json").toFile()))
                .isEqualTo(results);
        // and other settings are another run
        assertThat(detector("--out", run, "--side", "32", "--normals", "0.3", "--backbone", "learned"))
                .isEqualTo(1);
        assertThat(err.toString()).contains("begun with other settings").contains("FROZEN");

        assertUsage("no finding with boxes", "--finding", "tumour");
        assertUsage("multiple of 16", "--side", "40");
        assertUsage("--image-tower and --untrained-tower", "--untrained-tower", "--image-tower", run);
        assertUsage("share of images without", "--normals", "1");
        assertUsage("fraction", "--fraction", "0");
    }

    private void assertUsage(String words, String... more) {
        List<String> all =
                new ArrayList<>(List.of("--out", folder.resolve("other").toString()));
        all.addAll(List.of(more));
        assertThat(detector(all.toArray(String[]::new))).as(words).isEqualTo(2);
        assertThat(err.toString()).contains(words);
    }
}
