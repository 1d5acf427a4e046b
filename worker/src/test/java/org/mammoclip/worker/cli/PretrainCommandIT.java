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
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mammoclip.dicom.pixel.ImageSize;
import org.mammoclip.mammoclip.checkpoint.CheckpointFolder;
import org.mammoclip.phantom.PhantomCorpus;
import org.mammoclip.phantom.PhantomSettings;

/** {@code mammoclip pretrain} from a corpus of tiny phantoms to a model folder. */
@Timeout(600)
class PretrainCommandIT {
    private static final int EXAMS = 6;
    private static final List<String> WORDS = List.of(
            "[PAD]", "[UNK]", "[CLS]", "[SEP]", "mass", "no", "breast", "left", "right", "a", "is", "there", "##s");

    @TempDir
    static Path shared;

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void draw() throws IOException {
        new PhantomCorpus(new PhantomSettings(3, 256, 1, 2.5, Optional.empty()), new ImageSize(96, 64), true, true)
                .write(shared.resolve("corpus"), 0, EXAMS, done -> {});
        Files.write(shared.resolve("vocab.txt"), WORDS);
        Files.writeString(shared.resolve("model.json"), """
                {"name": "tiny", "version": "0", "trained": false, "synthetic": true, "statement": "x",
                 "licence": "Apache-2.0", "image": "efficientnet-demo",
                 "preparation": {"version": "mammo-clip-minmax-1", "rows": 96, "columns": 64, "reduction": 2,
                                 "mean": 0.3, "deviation": 0.25},
                 "text": {"family": "bert", "vocabulary": 13, "layers": 1, "hidden": 16, "heads": 2,
                          "intermediate": 32, "positions": 64, "maxTokens": 64, "lowerCase": true},
                 "embedding": 16}
                """);
    }

    private static String corpus(String name) {
        return shared.resolve("corpus").resolve(name).toString();
    }

    private int run(String... arguments) {
        List<String> all = new ArrayList<>(List.of("pretrain", "--device", "cpu"));
        all.addAll(List.of(arguments));
        return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), all.toArray(String[]::new));
    }

    private int runNew(String run, String... more) {
        List<String> all = new ArrayList<>(List.of(
                "--model",
                shared.resolve("model.json").toString(),
                "--vocabulary",
                shared.resolve("vocab.txt").toString(),
                "--epochs",
                "2",
                "--batch",
                "3",
                "--out",
                folder.resolve(run).toString()));
        all.addAll(List.of(more));
        return run(all.toArray(String[]::new));
    }

    private JsonNode card(String run) throws IOException {
        return new ObjectMapper()
                .readTree(folder.resolve(run).resolve("model-card.json").toFile());
    }

    @Test
    void reportsAndLabelsOfPicturesAndDicomTrainAModelThatOpens() throws Exception {
        String[] arguments = {
            "--image-text", corpus("image_text.csv"),
            "--image-label", corpus("vindr.csv"),
            "--images", corpus("png"),
            "--images", corpus("dicom"),
            "--image-cache", folder.resolve("cache").toString(),
            "--validation-share", "0.4",
            "--sentences", "shuffled",
            "--name", "local",
            "--synthetic"
        };
        assertThat(runNew("run", arguments)).as(err.toString()).isZero();
        assertThat(out.toString()).contains("completed after", "best      ");
        try (CheckpointFolder best = CheckpointFolder.open(folder.resolve("run/best"))) {
            assertThat(best.description().name()).isEqualTo("local");
            assertThat(best.description().trained()).isTrue();
            assertThat(best.description().synthetic()).isTrue();
        }
        JsonNode card = card("run");
        assertThat(card.path("data").path("tables")).hasSize(2);
        JsonNode splits = card.path("data").path("splits");
        assertThat(splits.findValues("images").stream()
                        .mapToInt(JsonNode::asInt)
                        .sum())
                .as("pictures and DICOM objects")
                .isEqualTo(2 * 4 * EXAMS);
        assertThat(splits.get(2).path("patients").asInt())
                .as("for the test, as the table of labels says")
                .isEqualTo(1);
        assertThat(splits.findValues("patients").stream()
                        .mapToInt(JsonNode::asInt)
                        .sum())
                .isEqualTo(EXAMS);
        assertThat(folder.resolve("run/best/model-card.md")).exists();
        String metrics = Files.readString(folder.resolve("run/metrics.jsonl"));
        assertThat(metrics).contains("\"kind\":\"validation\"");

        assertThat(runNew("run", arguments)).as("called again: " + err).isZero();
        assertThat(Files.readString(folder.resolve("run/metrics.jsonl"))).isEqualTo(metrics);
        assertThat(runNew(
                        "run",
                        Stream.concat(Stream.of(arguments), Stream.of("--augmentation", "none"))
                                .toArray(String[]::new)))
                .isEqualTo(Main.FAILED);
        assertThat(err.toString()).contains("was begun with other settings");
    }

    @Test
    void aSignalEndsTheRunAfterTheStepItIsIn() throws Exception {
        Path log = folder.resolve("log");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-Dai.djl.offline=true",
                        "-XX:ErrorFile=" + folder.resolve("crash"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "pretrain",
                        "--device=cpu",
                        "--model=" + shared.resolve("model.json"),
                        "--vocabulary=" + shared.resolve("vocab.txt"),
                        "--epochs=100000",
                        "--batch=3",
                        "--image-text=" + corpus("image_text.csv"),
                        "--images=" + corpus("png"),
                        "--out=" + folder.resolve("run"))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        while (process.isAlive() && !Files.readString(log).contains("epoch 1 ")) {
            Thread.sleep(50);
        }
        process.destroy();
        assertThat(process.waitFor()).as(Files.readString(log)).isEqualTo(128 + 15);
        assertThat(log).content().contains("stopping after this step", "stopped as asked after step ");
        assertThat(folder.resolve("crash")).doesNotExist();
        String metrics = Files.readString(folder.resolve("run/metrics.jsonl"));
        int steps = metrics.split("\"training\"", -1).length - 1;
        assertThat(Files.readSymbolicLink(folder.resolve("run/latest"))).hasToString("step-%010d".formatted(steps));
    }

    @Test
    void dicomStudiesWithAFileOfReportsTrainWithoutATable() throws Exception {
        StringBuilder reports = new StringBuilder("accession_number,report\n");
        for (int exam = 0; exam < EXAMS; exam++) {
            String name = PhantomCorpus.patientId(new PhantomSettings(3, 256, 1, 2.5, Optional.empty()), exam) + ".txt";
            reports.append("PH" + exam + ",\"")
                    .append(Files.readString(Path.of(corpus("reports")).resolve(name)))
                    .append("\"\n");
        }
        Path file = Files.writeString(folder.resolve("reports.csv"), reports);
        String[] arguments = {
            "--studies", corpus("dicom"), "--reports", file.toString(), "--validation-fold", "0", "--sentences-of-side"
        };
        assertThat(runNew("run", arguments)).as(err.toString()).isZero();
        JsonNode splits = card("run").path("data").path("splits");
        assertThat(splits.findValues("patients").stream()
                        .mapToInt(JsonNode::asInt)
                        .sum())
                .isEqualTo(EXAMS);
        assertThat(runNew("run", arguments)).as("called again: " + err).isZero();
        assertThat(runNew("other", "--studies", corpus("dicom"))).isEqualTo(Main.USAGE);
        assertThat(runNew("other", "--image-text", corpus("image_text.csv"))).isEqualTo(Main.USAGE);
        assertThat(err.toString()).contains("belong together", "where are the images?");
    }

    @Test
    void aRunThatBrokeGoesOnAndTakesTheStepsOfOneThatDidNot() throws Exception {
        Path images = folder.resolve("png");
        copy(shared.resolve("corpus/png"), images);
        String[] arguments = {
            "--image-text", corpus("image_text.csv"),
            "--images", images.toString(),
            "--validation-fold", "0",
            "--save-every", "1",
            "--hold-mib", "0"
        };
        assertThat(runNew("whole", arguments)).as(err.toString()).isZero();
        Path lost;
        try (Stream<Path> files = Files.walk(images)) {
            lost = files.filter(file -> file.toString().endsWith("_rmlo.png"))
                    .sorted()
                    .reduce((first, last) -> last)
                    .orElseThrow();
        }
        byte[] picture = Files.readAllBytes(lost);
        Files.writeString(lost, "no picture");
        assertThat(runNew("broken", arguments)).isEqualTo(Main.FAILED);
        assertThat(err.toString()).contains(lost.getFileName().toString());
        Files.write(lost, picture);
        assertThat(runNew("broken", arguments)).as(err.toString()).isZero();
        assertThat(Files.readString(folder.resolve("broken/metrics.jsonl")))
                .isEqualTo(Files.readString(folder.resolve("whole/metrics.jsonl")));
        assertThat(Files.readAllBytes(folder.resolve("broken/best/model.safetensors")))
                .isEqualTo(Files.readAllBytes(folder.resolve("whole/best/model.safetensors")));

        String best = folder.resolve("whole/best").toString();
        assertThat(run(
                        "--image-text", corpus("image_text.csv"),
                        "--images", corpus("dicom"),
                        "--validation-fold", "0",
                        "--checkpoint", best,
                        "--raster", "128x80",
                        "--loss", "baseline",
                        "--sentences", "one",
                        "--epochs", "1",
                        "--batch", "4",
                        "--micro-batch", "2",
                        "--out", folder.resolve("larger").toString()))
                .as(err.toString())
                .isZero();
        assertThat(card("larger")
                        .path("origin")
                        .path("models")
                        .get(0)
                        .path("role")
                        .asText())
                .isEqualTo("start");
        assertThat(runNew(
                        "tower",
                        "--image-text",
                        corpus("image_text.csv"),
                        "--images",
                        corpus("png"),
                        "--validation-fold",
                        "0",
                        "--augmentation",
                        "flips",
                        "--regularization",
                        "batch_norm",
                        "--image-tower",
                        best))
                .as(err.toString())
                .isZero();
        assertThat(card("tower")
                        .path("origin")
                        .path("models")
                        .get(0)
                        .path("role")
                        .asText())
                .isEqualTo("image tower");
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.collect(Collectors.toList())) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    @Test
    void leaksAndBadRowsAreListedWithTheirLinesAndNothingIsWritten() throws Exception {
        List<String> lines = new ArrayList<>(Files.readAllLines(shared.resolve("corpus/image_text.csv")));
        lines.set(1, lines.get(1).replace("_lcc.png,", "_lost.png,"));
        Path bad = Files.write(folder.resolve("bad.csv"), lines);
        assertThat(runNew("run", "--image-text", bad.toString(), "--images", corpus("png"), "--validation-fold", "0"))
                .isEqualTo(Main.FAILED);
        assertThat(err.toString()).contains("bad.csv:2: no image", "--skip-bad-rows");
        assertThat(runNew(
                        "run",
                        "--image-text",
                        corpus("image_text.csv"),
                        "--image-label",
                        corpus("vindr.csv"),
                        "--images",
                        corpus("png"),
                        "--validation-fold",
                        "0",
                        "--skip-bad-rows"))
                .isEqualTo(Main.FAILED);
        assertThat(err.toString())
                .contains("vindr.csv:", "this patient is for training here and for validation in image_text.csv:");
        assertThat(folder.resolve("run")).doesNotExist();
    }

    @Test
    void optionsThatContradictEachOtherAreUsage() {
        String table = corpus("image_text.csv");
        String png = corpus("png");
        String run = folder.resolve("run").toString();
        assertThat(run("--images", png, "--checkpoint", "builtin:demo", "--out", run))
                .isEqualTo(Main.USAGE);
        assertThat(run("--image-text", table, "--images", png, "--out", run)).isEqualTo(Main.USAGE);
        assertThat(run("--image-text", table, "--images", png, "--model", "m.json", "--out", run))
                .isEqualTo(Main.USAGE);
        assertThat(runNew("run", "--image-text", table, "--images", png, "--test-fold", "1"))
                .isEqualTo(Main.USAGE);
        assertThat(runNew("run", "--image-text", table, "--images", png, "--images", png))
                .isEqualTo(Main.USAGE);
        assertThat(run(
                        "--image-text",
                        table,
                        "--images",
                        png,
                        "--checkpoint",
                        "builtin:demo",
                        "--batch",
                        "1",
                        "--out",
                        run))
                .isEqualTo(Main.USAGE);
        assertThat(runNew("run", "--image-text", table, "--images", png, "--raster", "97x64"))
                .isEqualTo(Main.USAGE);
        assertThat(err.toString())
                .contains(
                        "what to learn from? --image-text",
                        "what to start from?",
                        "--model and --vocabulary belong together",
                        "--test-fold needs --validation-fold",
                        "--images was given 2 times for 1 table(s)",
                        "batch must be at least 2",
                        "reduction must divide rows and columns");
    }
}
