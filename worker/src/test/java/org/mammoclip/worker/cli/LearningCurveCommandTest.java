package org.mammoclip.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mammoclip.mammoclip.card.LearningResult;
import org.mammoclip.mammoclip.card.LearningResults;
import org.mammoclip.mammoclip.checkpoint.ModelDescription;
import org.mammoclip.mammoclip.checkpoint.ModelFile;
import org.mammoclip.mammoclip.learn.curve.CurvePages;
import org.mammoclip.mammoclip.random.SplitMix64;
import org.mammoclip.mammoclip.text.Vocabulary;
import org.mammoclip.mammoclip.train.InitialValues;

@Timeout(120)
class LearningCurveCommandTest {
    private static final int ROWS = 32;
    private static final int COLUMNS = 24;
    private static final int PATCH = 9;
    private static final List<String> GRID = List.of(
            "--finding",
            "mass",
            "--fractions",
            "50,100",
            "--seeds",
            "1",
            "--steps",
            "4",
            "--batch",
            "4",
            "--augmentation",
            "none",
            "--resamples",
            "50",
            "--device",
            "cpu");

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void write() throws IOException {
        ModelDescription model = new ModelDescription(
                "toy",
                "1",
                true,
                true,
                "Toy model of a test.",
                "Apache-2.0",
                "efficientnet-demo",
                new ModelDescription.Preparation("mammo-clip-minmax-1", ROWS, COLUMNS, 1, 0.3f, 0.25f),
                new ModelDescription.Text("bert", 6, 2, 32, 2, 64, 16, 16, true),
                16);
        ModelFile.write(
                folder.resolve("model"),
                model,
                Optional.of(new Vocabulary(List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "a", "mass"))),
                InitialValues.of(9, model.parameters()));
        corpus("a", 1000, 24);
        corpus("b", 2000, 12);
        corpus("c", 3000, 12);
    }

    /** Noise; in every third image a patch, called a mass. */
    private void corpus(String name, int firstPatient, int images) throws IOException {
        StringBuilder table =
                new StringBuilder("patient_id,image_id,laterality,view,breast_density,finding_categories,split\n");
        Path pictures = folder.resolve(name).resolve("png");
        for (int i = 0; i < images; i++) {
            String patient = Integer.toString(firstPatient + i / 2);
            boolean mass = i % 3 == 0;
            table.append(patient + "," + patient + "_" + i + ".png,L,CC,DENSITY B,"
                    + (mass ? "['Mass']" : "['No Finding']") + ",training\n");
            BufferedImage image = new BufferedImage(COLUMNS, ROWS, BufferedImage.TYPE_BYTE_GRAY);
            SplitMix64 random = SplitMix64.stream(7, name, i);
            for (int at = 0; at < ROWS * COLUMNS; at++) {
                boolean patch = mass && at / COLUMNS % ROWS < PATCH && at % COLUMNS < PATCH;
                image.getRaster().setSample(at % COLUMNS, at / COLUMNS, 0, random.nextInt(90) + (patch ? 130 : 0));
            }
            Path directory = Files.createDirectories(pictures.resolve(patient));
            ImageIO.write(
                    image, "png", directory.resolve(patient + "_" + i + ".png").toFile());
        }
        Files.writeString(folder.resolve(name).resolve("vindr.csv"), table);
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    private int run(String... more) {
        List<String> all = new ArrayList<>(List.of(
                "learning-curve",
                "--checkpoint",
                path("model"),
                "--table",
                path("a/vindr.csv"),
                "--images",
                path("a/png"),
                "--validation-share",
                "0.3",
                "--out",
                path("out")));
        all.addAll(GRID);
        all.addAll(List.of(more));
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), all.toArray(String[]::new));
    }

    @Test
    void everyWayOfLearningIsMeasuredOnEveryTestOnce() throws Exception {
        String[] tests = {"--held-out", "B=" + path("b/vindr.csv"), "--held-out", "C=" + path("c/vindr.csv")};
        assertThat(run(tests)).as(err.toString()).isZero();
        List<LearningResult> results = LearningResults.read(folder.resolve("out"));
        assertThat(results.stream().filter(result -> result.value().key().equals("auroc")))
                .as("4 ways, 2 fractions, 2 tests")
                .hasSize(16);
        assertThat(err.toString()).contains("tests: B 12, C 12", "8 of 8 trainings, about 0 s left");
        assertThat(Files.readString(folder.resolve("out").resolve(CurvePages.FIGURE_FILE)))
                .contains("Mass, test B", "Mass, test C");
        assertThat(Files.readString(folder.resolve("out").resolve(CurvePages.PAGE_FILE)))
                .contains("Toy model of a test. Research use only", "mammoclip learning-curve --checkpoint");
        assertThat(folder.resolve("out/cells/finetune-mass-1-1/run")).doesNotExist();

        // Again: nothing is trained; with other steps: another folder.
        assertThat(run(tests)).as(err.toString()).isZero();
        assertThat(err.toString()).doesNotContain("trainings");
        assertThat(LearningResults.read(folder.resolve("out"))).isEqualTo(results);
        assertThat(run("--held-out", "B=" + path("b/vindr.csv"), "--weight-decay", "0.5"))
                .isEqualTo(Main.FAILED);
        assertThat(err.toString()).contains("was begun with");
    }

    @Test
    void withoutATestThereIsNothingToMeasure() {
        assertThat(run()).isEqualTo(Main.FAILED);
        assertThat(err.toString()).contains("no rows of 'split' test", "--held-out");
        assertThat(run("--held-out", "A=" + path("a/vindr.csv"))).isEqualTo(Main.FAILED);
        assertThat(err.toString()).contains("of its patients are in training or validation");
        Map<String[], String> usage = Map.of(
                new String[] {"--held-out", "X="}, "--held-out takes NAME=TABLE",
                new String[] {"--held-out", "X=t.csv,"}, "--held-out takes NAME=TABLE",
                new String[] {"--held-out", "<b>=t.csv"}, "a name has at most 40 letters",
                new String[] {"--hold-mib", "9000000000000"}, "--hold-mib is 0 to 8796093022207",
                new String[] {"--test-fold", "1"}, "--test-fold needs --validation-fold",
                new String[] {"--resamples", "-1"}, "resamples");
        usage.forEach((options, message) -> {
            assertThat(run(options)).as(message).isEqualTo(Main.USAGE);
            assertThat(err.toString()).contains(message);
        });
        assertThat(folder.resolve("out/curve.json")).doesNotExist();
    }

    @Test
    void aTableMayHaveACommaInItsPath() throws Exception {
        Path odd = Files.createDirectories(folder.resolve("2024,05"));
        Path table = Files.createFile(odd.resolve("vindr.csv"));
        assertThat(HeldOutOptions.HeldOut.parse("A=" + table))
                .isEqualTo(new HeldOutOptions.HeldOut("A", table, odd.resolve("png")));
        assertThat(HeldOutOptions.HeldOut.parse("A=" + table + ",other"))
                .isEqualTo(new HeldOutOptions.HeldOut("A", table, Path.of("other")));
    }

    @Test
    void wrongGridsAreWrongUsage() {
        assertThat(run("--ways", "magic")).isEqualTo(Main.USAGE);
        assertThat(err.toString()).contains("'magic' is none of probe, probe-random, finetune, from-scratch");
        assertThat(run("--fractions", "0")).isEqualTo(Main.USAGE);
        assertThat(run("--finding", "nonsense")).isEqualTo(Main.USAGE);
        assertThat(run("--steps", "0")).isEqualTo(Main.USAGE);
    }
}
