package org.mammoclip.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mammoclip.mammoclip.AttributionMethod;
import org.mammoclip.mammoclip.ComputeDevice;
import org.mammoclip.mammoclip.MammoClip;
import org.mammoclip.mammoclip.ModelImage;
import org.mammoclip.mammoclip.ModelOptions;
import org.mammoclip.mammoclip.ScoredImage;
import org.mammoclip.mammoclip.block.RandomParameters;
import org.mammoclip.mammoclip.card.LearningCard;
import org.mammoclip.mammoclip.card.LearningResult;
import org.mammoclip.mammoclip.card.LearningResults;
import org.mammoclip.mammoclip.checkpoint.CheckpointFolder;
import org.mammoclip.mammoclip.checkpoint.ModelDescription;
import org.mammoclip.mammoclip.image.EfficientNetArchitecture;
import org.mammoclip.mammoclip.text.Vocabulary;
import org.mammoclip.worker.config.FindingsConfig;

/** {@code mammoclip factor} on tiny phantoms and a tiny checkpoint: trains, measures, draws; what it writes can be used at once. */
class FactorCommandIT {
    private static final int ROWS = 96;
    private static final int COLUMNS = 64;

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(Object... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        String[] texts = Stream.of(arguments).map(Object::toString).toArray(String[]::new);
        return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), texts);
    }

    @Test
    void aMapperIsTrainedMeasuredAndUsed() throws Exception {
        Path clip = clip();
        Path corpus = phantoms();
        Path sentences = Files.writeString(folder.resolve("s.txt"), "there is a new mass\nmass\n");
        Path other = Files.writeString(folder.resolve("c.txt"), "there are calcifications\n");
        Path mapper = folder.resolve("mapper");
        Object[] command = {
            "factor",
            "--table",
            corpus.resolve("vindr.csv"),
            "--images",
            corpus.resolve("png"),
            "--checkpoint",
            clip,
            "--sentences",
            "mass=" + sentences,
            "--sentences",
            "suspicious_calcification=" + other,
            "--batch",
            4,
            "--epochs",
            2,
            "--augmentation",
            "none",
            "--others",
            0.5,
            "--pictures",
            1,
            "--synthetic",
            "--device",
            "cpu",
            "--out",
            mapper
        };
        assertThat(run(command)).as(err.toString()).isZero();
        assertThat(out.toString()).contains("completed after", "best      ", "map_maximum_hit_rate");

        List<LearningResult> results = LearningResults.read(mapper);
        assertThat(results).extracting(result -> result.scope().task()).contains("mapper", "linear map");
        assertThat(results).extracting(result -> result.scope().split()).contains("validation", "test");
        assertThat(results)
                .extracting(result -> result.value().key())
                .contains(
                        "ap_positive_images_iou_0.25",
                        "ap_positive_images_iou_0.5",
                        "map_maximum_hit_rate",
                        "map_maximum_chance_breast",
                        "box_centre_hit_rate",
                        "box_centre_above_breast");
        assertThat(results)
                .filteredOn(result -> result.value().key().equals("map_maximum_chance_breast"))
                .allSatisfy(result -> assertThat(result.value().value()).isBetween(0.0, 0.5));

        LearningCard card = LearningCard.read(mapper.resolve("best"));
        assertThat(card.task()).isEqualTo("attribute mapper: mass, suspicious_calcification");
        assertThat(card.results()).noneMatch(result -> result.value().key().contains("_other_"));
        assertThat(card.data().splits()).hasSize(3);
        assertThat(card.origin().models()).hasSize(1);
        assertThat(mapper.resolve("features.tmp")).doesNotExist();
        try (Stream<Path> pictures = Files.list(mapper.resolve("pictures"))) {
            List<Path> files = pictures.sorted().toList();
            assertThat(files).hasSize(4);
            assertThat(ImageIO.read(files.get(0).toFile()).getHeight()).isPositive();
        }

        ModelOptions options = new ModelOptions(
                ComputeDevice.CPU,
                FindingsConfig.load(mapper.resolve("findings.yaml")).set());
        try (MammoClip model = MammoClip.open(clip, options)) {
            ScoredImage scored = (ScoredImage)
                    model.score(List.of(ModelImage.ofGrey8(model.card().input(), ramp())))
                            .get(0);
            assertThat(scored.findings())
                    .extracting(finding -> finding.attribution().method())
                    .containsExactly(AttributionMethod.FACTOR, AttributionMethod.FACTOR);
        }

        // there is nothing left to do, and the same is measured again
        assertThat(run(command)).as(err.toString()).isZero();
        assertThat(LearningResults.read(mapper)).isEqualTo(results);
        assertThat(Files.readString(mapper.resolve("metrics.jsonl"))
                        .lines()
                        .filter(line -> line.contains("validation")))
                .hasSize(2);
    }

    @Test
    void whatCannotBeLearnedIsSaidSo() throws IOException {
        Path clip = clip();
        Path corpus = phantoms();
        Path table = corpus.resolve("vindr.csv");
        List<Object> common = List.of(
                "factor",
                "--table",
                table,
                "--images",
                corpus.resolve("png"),
                "--checkpoint",
                clip,
                "--out",
                folder.resolve("run"));
        assertThat(run(with(common, "--attribute", "mass"))).isEqualTo(Main.FAILED);
        assertThat(err.toString()).contains("training images show mass", "some with and some without");
        Path sentences = Files.writeString(folder.resolve("s.txt"), "there is a lump\n");
        assertThat(run(with(common, "--attribute", "lump", "--sentences", "lump=" + sentences)))
                .isEqualTo(Main.USAGE);
        assertThat(err.toString()).contains("'lump' is no finding of the table");
        assertThat(run(with(common, "--temperature", 0))).isEqualTo(Main.USAGE);
        assertThat(err.toString()).contains("temperature");
        assertThat(run(with(common, "--batch", 0))).isEqualTo(Main.USAGE);
        assertThat(folder.resolve("run")).doesNotExist();
    }

    private static Object[] with(List<Object> common, Object... more) {
        List<Object> all = new ArrayList<>(common);
        all.addAll(List.of(more));
        return all.toArray();
    }

    /** Of the women with each kind of lesion every fourth validates, and every fourth is for the test. */
    private Path phantoms() throws IOException {
        Path corpus = folder.resolve("corpus");
        assertThat(run(
                        "phantom",
                        "--out",
                        corpus,
                        "--exams",
                        16,
                        "--seed",
                        5,
                        "--rows",
                        256,
                        "--lesions",
                        1,
                        "--prepared",
                        ROWS + "x" + COLUMNS,
                        "--no-dicom"))
                .as(err.toString())
                .isZero();
        Path table = corpus.resolve("vindr.csv");
        List<String> lines = Files.readAllLines(table);
        Map<String, String> kinds = new LinkedHashMap<>();
        for (String line : lines.subList(1, lines.size())) {
            String kind = line.contains("'Mass'") ? "m" : line.contains("'Suspicious Calcification'") ? "c" : "";
            kinds.merge(patient(line), kind, (one, more) -> one.isEmpty() ? more : one);
        }
        Map<String, Integer> seen = new HashMap<>();
        Map<String, String> splits = new HashMap<>();
        kinds.forEach((patient, kind) -> splits.put(
                patient,
                List.of("training", "validation", "test", "training").get(seen.merge(kind, 1, Integer::sum) % 4)));
        Files.write(
                table,
                lines.stream()
                        .map(line -> line.replace(",training,", "," + splits.get(patient(line)) + ","))
                        .toList());
        return corpus;
    }

    private static String patient(String line) {
        return line.substring(0, line.indexOf(','));
    }

    private Path clip() throws IOException {
        List<String> pieces = List.of(
                "[PAD]", "[UNK]", "[CLS]", "[SEP]", "there", "is", "are", "a", "no", "mass", "new", "suspicious");
        ModelDescription description = new ModelDescription(
                "toy",
                "1",
                true,
                true,
                "toy model of a test",
                "Apache-2.0",
                EfficientNetArchitecture.DEMO.name(),
                new ModelDescription.Preparation("mammo-clip-minmax-1", ROWS, COLUMNS, 1, 0.3f, 0.25f),
                new ModelDescription.Text("bert", pieces.size(), 1, 16, 2, 32, 16, 16, true),
                8);
        Path clip = folder.resolve("clip");
        CheckpointFolder.write(
                clip, description, new Vocabulary(pieces), new RandomParameters(5, description.parameters()));
        return clip;
    }

    private static byte[] ramp() {
        byte[] grey = new byte[ROWS * COLUMNS];
        for (int i = 0; i < grey.length; i++) {
            grey[i] = (byte) (i % 251);
        }
        return grey;
    }
}
