package org.mammoclip.mammoclip.learn.curve;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.mammoclip.mammoclip.RasterSize;
import org.mammoclip.mammoclip.block.ParameterSource;
import org.mammoclip.mammoclip.checkpoint.Checkpoint;
import org.mammoclip.mammoclip.checkpoint.ModelDescription;
import org.mammoclip.mammoclip.data.FractionUnit;
import org.mammoclip.mammoclip.data.LabelledImage;
import org.mammoclip.mammoclip.data.LabelledSet;
import org.mammoclip.mammoclip.data.TrainingImages;
import org.mammoclip.mammoclip.data.View;
import org.mammoclip.mammoclip.image.EfficientNetArchitecture;
import org.mammoclip.mammoclip.random.SplitMix64;
import org.mammoclip.mammoclip.reports.Side;
import org.mammoclip.mammoclip.text.Vocabulary;
import org.mammoclip.mammoclip.train.InitialValues;

/** Small noise images of which every third has a bright patch, called a mass, and an untrained model for them. */
final class ToyCorpus implements TrainingImages {
    private static final int ROWS = 32;
    private static final int COLUMNS = 24;
    private static final int PATCH = 9;

    /** The fraction that is one patient. */
    static final double ONE_PATIENT = 1.0 / 30;

    /** Each image that was read; the same one several times if it was. */
    final List<String> read = new ArrayList<>();

    /** Two images a patient. */
    static List<LabelledImage> images(String prefix, int count) {
        List<LabelledImage> images = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            images.add(new LabelledImage(
                    prefix + i / 2,
                    prefix + i / 2 + "_" + i,
                    Side.LEFT,
                    View.CC,
                    i % 3 == 0 ? Set.of("Mass") : Set.of(),
                    OptionalInt.of(i % 4),
                    Optional.empty(),
                    List.of(),
                    i + 2));
        }
        return images;
    }

    /** A seed that draws, for {@link #ONE_PATIENT}, one without a patch. */
    static long seedOfAHealthyPatient() {
        long seed = 1;
        while (LabelledSet.fraction(images("t", 60), ONE_PATIENT, seed, FractionUnit.PATIENT).stream()
                .anyMatch(image -> image.has("Mass"))) {
            seed++;
        }
        return seed;
    }

    static CurveData data(ToyCorpus pixels) {
        return new CurveData(
                new LabelledSet(images("t", 60), images("v", 30), List.of(), "0".repeat(64), 0, List.of()),
                pixels,
                List.of(
                        new CurveData.Test("A", images("a", 60), pixels),
                        new CurveData.Test("B", images("b", 30), pixels)));
    }

    @Override
    public RasterSize size() {
        return new RasterSize(ROWS, COLUMNS);
    }

    @Override
    public void require(String patient, String image) {}

    @Override
    public byte[] read(String patient, String image) {
        read.add(image);
        SplitMix64 random = new SplitMix64(SplitMix64.seed(image));
        byte[] raster = new byte[ROWS * COLUMNS];
        for (int i = 0; i < raster.length; i++) {
            raster[i] = (byte) random.nextInt(90);
        }
        if (Integer.parseInt(image.substring(image.indexOf('_') + 1)) % 3 == 0) {
            int row = random.nextInt(ROWS - PATCH);
            int column = random.nextInt(COLUMNS - PATCH);
            for (int i = 0; i < PATCH * PATCH; i++) {
                raster[(row + i / PATCH) * COLUMNS + column + i % PATCH] = (byte) (180 + random.nextInt(50));
            }
        }
        return raster;
    }

    /** An encoder that has seen nothing. */
    static Checkpoint checkpoint() {
        ModelDescription description = new ModelDescription(
                "toy",
                "1",
                true,
                true,
                "toy model of a test",
                "Apache-2.0",
                EfficientNetArchitecture.DEMO.name(),
                new ModelDescription.Preparation("toy-1", ROWS, COLUMNS, 1, 0.3f, 0.25f),
                new ModelDescription.Text("bert", 6, 2, 32, 2, 64, 16, 16, true),
                16);
        return new Checkpoint() {
            @Override
            public ModelDescription description() {
                return description;
            }

            @Override
            public Vocabulary vocabulary() {
                return new Vocabulary(List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "a", "mass"));
            }

            @Override
            public ParameterSource parameters() {
                return InitialValues.of(99, description.parameters());
            }

            @Override
            public String sha256() {
                return "1".repeat(64);
            }

            @Override
            public void close() {}
        };
    }
}
