package org.mammoclip.mammoclip.learn.factor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import org.mammoclip.mammoclip.RasterSize;
import org.mammoclip.mammoclip.block.ParameterSource;
import org.mammoclip.mammoclip.block.RandomParameters;
import org.mammoclip.mammoclip.checkpoint.Checkpoint;
import org.mammoclip.mammoclip.checkpoint.ModelDescription;
import org.mammoclip.mammoclip.data.LabelledImage;
import org.mammoclip.mammoclip.data.TrainingImages;
import org.mammoclip.mammoclip.data.View;
import org.mammoclip.mammoclip.image.EfficientNetArchitecture;
import org.mammoclip.mammoclip.random.SplitMix64;
import org.mammoclip.mammoclip.reports.Side;
import org.mammoclip.mammoclip.text.Vocabulary;

/** A CLIP checkpoint drawn from a seed, with a feature map of 4x3 cells and 256 channels, and images in which patches go with labels. */
final class ToyCheckpoint implements Checkpoint {
    static final int ROWS = 64;
    static final int COLUMNS = 48;
    private static final List<String> WORDS = List.of("there", "is", "are", "a", "mass", "new", "calcification", "##s");

    private final ModelDescription description = new ModelDescription(
            "toy",
            "1",
            true,
            true,
            "toy model of a test",
            "Apache-2.0",
            EfficientNetArchitecture.DEMO.name(),
            new ModelDescription.Preparation("toy-1", ROWS, COLUMNS, 1, 0.3f, 0.25f),
            new ModelDescription.Text("bert", 4 + WORDS.size(), 2, 32, 2, 64, 16, 16, true),
            16);

    @Override
    public ModelDescription description() {
        return description;
    }

    @Override
    public Vocabulary vocabulary() {
        List<String> pieces = new ArrayList<>(List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]"));
        pieces.addAll(WORDS);
        return new Vocabulary(pieces);
    }

    @Override
    public ParameterSource parameters() {
        return new RandomParameters(5, description.parameters());
    }

    @Override
    public String sha256() {
        return "0".repeat(64);
    }

    @Override
    public void close() {}

    /** Two attributes of few words. */
    static List<Attribute> attributes() {
        return List.of(
                new Attribute("mass", List.of("there is a mass", "there is a new mass")),
                new Attribute("suspicious_calcification", List.of("there are calcifications")));
    }

    /** Image {@code i} has a mass if {@code i} is even, a calcification if it is 1 or 2 modulo 4, and neither if it is 3. */
    static List<LabelledImage> images(int from, int count) {
        return IntStream.range(from, from + count)
                .mapToObj(i -> new LabelledImage(
                        "p" + i / 2,
                        "i" + i,
                        Side.LEFT,
                        View.CC,
                        findings(i),
                        OptionalInt.empty(),
                        Optional.empty(),
                        List.of(),
                        i + 2))
                .toList();
    }

    private static Set<String> findings(int i) {
        return switch (i % 4) {
            case 0 -> Set.of("Mass");
            case 1 -> Set.of("Suspicious Calcification");
            case 2 -> Set.of("Mass", "Suspicious Calcification");
            default -> Set.of();
        };
    }

    /** A large patch for a mass, a small bright one for a calcification, in noise. */
    static TrainingImages pixels() {
        return new TrainingImages() {
            @Override
            public RasterSize size() {
                return new RasterSize(ROWS, COLUMNS);
            }

            @Override
            public void require(String patient, String image) {}

            @Override
            public byte[] read(String patient, String image) {
                int number = Integer.parseInt(image.substring(1));
                SplitMix64 random = SplitMix64.stream(3, "toy", number);
                byte[] raster = new byte[ROWS * COLUMNS];
                for (int i = 0; i < raster.length; i++) {
                    raster[i] = (byte) random.nextInt(60);
                }
                Set<String> findings = findings(number);
                if (findings.contains("Mass")) {
                    patch(raster, random.nextInt(ROWS - 20), random.nextInt(COLUMNS - 20), 20, 120);
                }
                if (findings.contains("Suspicious Calcification")) {
                    patch(raster, random.nextInt(ROWS - 4), random.nextInt(COLUMNS - 4), 4, 190);
                }
                return raster;
            }
        };
    }

    private static void patch(byte[] raster, int top, int left, int side, int grey) {
        for (int row = top; row < top + side; row++) {
            for (int column = left; column < left + side; column++) {
                int at = row * COLUMNS + column;
                raster[at] = (byte) Math.max(grey, raster[at] & 0xFF);
            }
        }
    }
}
