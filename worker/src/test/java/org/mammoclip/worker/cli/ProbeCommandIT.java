package org.mammoclip.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

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
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mammoclip.mammoclip.ComputeDevice;
import org.mammoclip.mammoclip.FindingResult;
import org.mammoclip.mammoclip.MammoClip;
import org.mammoclip.mammoclip.ModelImage;
import org.mammoclip.mammoclip.ModelOptions;
import org.mammoclip.mammoclip.RasterSize;
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

/** {@code mammoclip probe} from tables and pictures to a findings file that scores as the probe did. */
@Timeout(300)
class ProbeCommandIT {
    private static final RasterSize SIZE = new RasterSize(96, 64);
    private static final String HEADER = "patient_id,image_id,laterality,view,breast_density,finding_categories,"
            + "xmin,ymin,xmax,ymax,split,fold\n";
    private static final int PATIENTS = 24;

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... more) {
        List<String> all = new ArrayList<>(List.of("probe"));
        all.addAll(List.of("--table", folder.resolve("table.csv").toString()));
        all.addAll(List.of("--images", folder.resolve("png").toString()));
        all.addAll(List.of("--checkpoint", folder.resolve("model").toString()));
        all.addAll(List.of("--validation-fold", "0", "--device", "cpu", "--resamples", "50"));
        all.addAll(List.of("--out", folder.resolve("out").toString()));
        all.addAll(List.of(more));
        return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), all.toArray(String[]::new));
    }

    /** A tower of random parameters: its vectors tell bright images from dark ones, and that is enough. */
    private void model() throws IOException {
        Vocabulary words = new Vocabulary(List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "no", "mass"));
        ModelDescription description = new ModelDescription(
                "toy",
                "1",
                false,
                true,
                "toy model of a test",
                "Apache-2.0",
                EfficientNetArchitecture.DEMO.name(),
                new ModelDescription.Preparation("toy-1", SIZE.rows(), SIZE.columns(), 1, 0.3f, 0.25f),
                new ModelDescription.Text("bert", words.size(), 1, 16, 2, 32, 16, 16, true),
                8);
        CheckpointFolder.write(
                folder.resolve("model"), description, words, new RandomParameters(3, description.parameters()));
    }

    /** Tissue whose share of the image is its density, with a bright disc where there is a mass. */
    private static byte[] pixels(int patient, int view, boolean mass, int density) {
        byte[] grey = new byte[SIZE.area()];
        for (int y = 0; y < SIZE.rows(); y++) {
            for (int x = 0; x < SIZE.columns(); x++) {
                double edge = Math.hypot(x / 60.0, (y - 48) / 46.0);
                double disc = Math.hypot(x - 20 - patient % 5, y - 40 - 4 * view - patient % 7);
                int tissue = 40 + 25 * density * ((x / 6 + y / 5 + patient) % 4) / 3;
                int value = edge > 1 ? 0 : tissue + (x * 7 + y * 13 + patient) % 11;
                grey[y * SIZE.columns() + x] = (byte) Math.min(255, mass && disc < 9 ? value + 110 : value);
            }
        }
        return grey;
    }

    private Path picture(String patient, String image, byte[] grey) throws IOException {
        BufferedImage picture = new BufferedImage(SIZE.columns(), SIZE.rows(), BufferedImage.TYPE_BYTE_GRAY);
        picture.getRaster().setDataElements(0, 0, SIZE.columns(), SIZE.rows(), grey);
        Path file =
                Files.createDirectories(folder.resolve("png").resolve(patient)).resolve(image + ".png");
        ImageIO.write(picture, "png", file.toFile());
        return file;
    }

    private static boolean hasMass(int patient, int view) {
        return patient % 2 == 0 && view == 0;
    }

    private void corpus() throws IOException {
        StringBuilder table = new StringBuilder(HEADER);
        for (int patient = 0; patient < PATIENTS; patient++) {
            for (int view = 0; view < 2; view++) {
                boolean mass = hasMass(patient, view);
                int density = patient / 2 % 4;
                String image = "p" + patient + "_" + view;
                picture("p" + patient, image, pixels(patient, view, mass, density));
                table.append("p" + patient + "," + image + ",L," + (view == 0 ? "CC" : "MLO") + ",DENSITY "
                        + "ABCD".charAt(density) + "," + (mass ? "['Mass']" : "['No Finding']") + ",,,,,"
                        + (patient >= 16 ? "test" : "training") + "," + (patient >= 8 && patient < 16 ? 0 : 1) + "\n");
            }
        }
        Files.writeString(folder.resolve("table.csv"), table);
    }

    private double value(String finding, double fraction, String split, String metric) throws IOException {
        return LearningResults.read(folder.resolve("out")).stream()
                .filter(result -> result.scope().finding().equals(finding)
                        && result.scope().fraction() == fraction
                        && result.scope().split().equals(split)
                        && result.value().key().equals(metric))
                .findFirst()
                .orElseThrow()
                .value()
                .value();
    }

    private long vectorBytes() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("out/vectors"))) {
            return Files.size(files.findFirst().orElseThrow());
        }
    }

    @Test
    void whatIsLearnedScoresInAFindingsFileAsItDidInTheProbe() throws Exception {
        model();
        corpus();
        assertThat(run("--finding", "mass,density")).as(err.toString()).isZero();
        assertThat(value("Mass", 1, "test", "auroc")).isGreaterThan(0.9);
        assertThat(value("Breast density", 1, "test", "accuracy")).isGreaterThan(0.5);
        assertThat(out.toString()).contains("Mass", "AUROC", "Breast density", "most frequent class 0.250");

        LearningCard card = LearningCard.read(folder.resolve("out"));
        assertThat(card.data().splits())
                .extracting(split -> split.name() + " " + split.patients() + " " + split.images() + " "
                        + split.positives().get("Mass"))
                .containsExactly("training 8 16 4", "validation 8 16 4", "test 8 16 4");
        assertThat(card.origin().commands().get(0)).startsWith("mammoclip probe --table ");
        assertThat(card.statement()).contains("toy model of a test");
        assertThat(Files.readString(folder.resolve("out/model-card.md"))).contains("| test | 100 % | 1 | 16 | 4 |");

        FindingsConfig findings = FindingsConfig.load(folder.resolve("out/findings.yaml"));
        double threshold = findings.set().findings().get(0).threshold();
        try (MammoClip served =
                MammoClip.open(folder.resolve("model"), new ModelOptions(ComputeDevice.CPU, findings.set()))) {
            int hits = 0;
            int rejected = 0;
            int densities = 0;
            for (int patient = 16; patient < PATIENTS; patient++) {
                for (int view = 0; view < 2; view++) {
                    ModelImage image =
                            ModelImage.ofGrey8(SIZE, pixels(patient, view, hasMass(patient, view), patient / 2 % 4));
                    ScoredImage scored =
                            (ScoredImage) served.score(List.of(image)).get(0);
                    FindingResult mass = scored.findings().get(0);
                    boolean called = mass.score() >= threshold;
                    hits += called && hasMass(patient, view) ? 1 : 0;
                    rejected += !called && !hasMass(patient, view) ? 1 : 0;
                    densities +=
                            Optional.ofNullable(scored.density()).orElseThrow().category()
                                            == "ABCD".charAt(patient / 2 % 4)
                                    ? 1
                                    : 0;
                }
            }
            assertThat(hits / 4.0).isEqualTo(value("Mass", 1, "test", "sensitivity"));
            assertThat(rejected / 12.0).isCloseTo(value("Mass", 1, "test", "specificity"), within(1e-12));
            assertThat(densities / 16.0).isEqualTo(value("Breast density", 1, "test", "accuracy"));
        }
    }

    @Test
    void aSecondCallUsesTheVectorsAndOnlyAChangedImageIsComputedAgain() throws Exception {
        model();
        corpus();
        assertThat(run("--finding", "mass")).as(err.toString()).isZero();
        long bytes = vectorBytes();
        long record = 32 + 4L * EfficientNetArchitecture.DEMO.headChannels() + 4;
        List<LearningResult> first = LearningResults.read(folder.resolve("out"));

        assertThat(run("--finding", "mass", "--fraction", "50,100", "--seeds", "1,2,3", "--sampling", "image"))
                .as(err.toString())
                .isZero();
        assertThat(vectorBytes()).isEqualTo(bytes);
        List<LearningResult> second = LearningResults.read(folder.resolve("out"));
        assertThat(second).containsAll(first);
        assertThat(second.stream()
                        .map(result ->
                                result.scope().fraction() + "/" + result.scope().seed()))
                .contains("0.5/1", "0.5/2", "0.5/3", "1.0/1")
                .doesNotContain("1.0/2");

        picture("p3", "p3_1", pixels(99, 0, true, 2));
        assertThat(run("--finding", "mass")).as(err.toString()).isZero();
        assertThat(vectorBytes()).isEqualTo(bytes + record);
    }

    @Test
    void otherDataAreMeasuredOnUnlessTheirPatientsWereLearnedFrom() throws Exception {
        model();
        corpus();
        List<String> rows = Files.readAllLines(folder.resolve("table.csv"));
        List<String> tests = rows.stream()
                .filter(row -> row.contains(",test,") || row.startsWith("patient_id"))
                .toList();
        Path other = Files.write(folder.resolve("other.csv"), tests);
        String images = folder.resolve("png").toString();
        assertThat(run("--finding", "mass", "--held-out", "machine b=" + other + "," + images))
                .as(err.toString())
                .isZero();
        assertThat(value("Mass", 1, "machine b", "auroc")).isEqualTo(value("Mass", 1, "test", "auroc"));
        assertThat(LearningCard.read(folder.resolve("out")).data().splits())
                .extracting(split -> split.name())
                .contains("machine b");

        assertThat(run("--finding", "mass", "--held-out", "b=" + folder.resolve("table.csv") + "," + images))
                .isEqualTo(Main.FAILED);
        assertThat(err.toString()).contains("16 patient(s) of table.csv are also in training or validation");
        assertThat(run("--finding", "mass", "--held-out", "table=" + other + "," + images))
                .isEqualTo(Main.FAILED);
        assertThat(err.toString()).contains("data called 'table' are there already");
    }

    @Test
    void whatCannotBeDoneIsSaid() throws Exception {
        model();
        corpus();
        Map<String[], String> usage = Map.of(
                new String[] {"--finding", "lump"}, "'lump' cannot be learned; these can: mass,",
                new String[] {"--finding", "mass", "--fraction", "0"}, "--fraction takes percents above 0",
                new String[] {"--finding", "mass", "--choose", "best"}, "thresholds are chosen by youden",
                new String[] {"--finding", "mass", "--strength", "0"}, "strength of the penalty must be",
                new String[] {"--finding", "mass", "--held-out", "b"}, "--held-out takes NAME=TABLE or NAME=TABLE,DIR",
                new String[] {"--finding", "mass", "--licence", " "}, "statement and licence");
        usage.forEach((arguments, message) -> {
            assertThat(run(arguments)).as(message).isEqualTo(Main.USAGE);
            assertThat(err.toString()).contains(message);
        });
        assertThat(run("--finding", "cancer")).isEqualTo(Main.FAILED);
        assertThat(err.toString()).contains("no training image has an answer to malignancy in the table");

        Path broken = picture("p1", "p1_0", new byte[SIZE.area()]);
        assertThat(run("--finding", "mass")).isEqualTo(Main.FAILED);
        assertThat(err.toString())
                .contains("table.csv: p1/p1_0: ", "1 image(s) cannot be used; mend them, or leave them out");
        assertThat(run("--finding", "mass", "--skip-bad-rows"))
                .as(err.toString())
                .isZero();
        assertThat(LearningCard.read(folder.resolve("out")).limits())
                .contains("1 images could not be used and were left out.");
        assertThat(Files.exists(broken)).isTrue();
    }
}
