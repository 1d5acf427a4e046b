package org.mammoclip.mammoclip.learn.finetune;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.mammoclip.mammoclip.RasterSize;
import org.mammoclip.mammoclip.checkpoint.About;
import org.mammoclip.mammoclip.checkpoint.ModelDescription;
import org.mammoclip.mammoclip.data.LabelledImage;
import org.mammoclip.mammoclip.data.LabelledSet;
import org.mammoclip.mammoclip.data.TrainingImages;
import org.mammoclip.mammoclip.data.View;
import org.mammoclip.mammoclip.image.EfficientNetArchitecture;
import org.mammoclip.mammoclip.random.SplitMix64;
import org.mammoclip.mammoclip.reports.Side;

/** Small noise images; every third has a bright spot and is called a mass; density says how many pixels are bright. */
final class ToyLesions {
    static final int ROWS = 32;
    static final int COLUMNS = 24;
    private static final int SPOT = 7;

    private ToyLesions() {}

    static ModelDescription model() {
        return new ModelDescription(
                "toy",
                "1",
                true,
                true,
                "toy model of a test",
                "Apache-2.0",
                EfficientNetArchitecture.DEMO.name(),
                new ModelDescription.Preparation("toy-1", ROWS, COLUMNS, 1, 0.3f, 0.25f),
                new ModelDescription.Text("bert", 30, 2, 32, 2, 64, 16, 16, true),
                16);
    }

    static About about() {
        return new About("toy mass", "1", true, true, "toy classifier of a test", "Apache-2.0");
    }

    /** Two images a patient. */
    static List<LabelledImage> images(int from, int count) {
        List<LabelledImage> images = new ArrayList<>();
        for (int i = from; i < from + count; i++) {
            images.add(new LabelledImage(
                    "p" + i / 2,
                    "i" + i,
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

    static LabelledSet set(int training, int validation, int test) {
        return new LabelledSet(
                images(0, training),
                images(training, validation),
                images(training + validation, test),
                "0".repeat(64),
                0,
                List.of());
    }

    static TrainingImages pixels() {
        return new TrainingImages() {
            @Override
            public RasterSize size() {
                return new RasterSize(ROWS, COLUMNS);
            }

            @Override
            public void require(String patient, String image) {}

            @Override
            public byte[] read(String patient, String image) throws IOException {
                return raster(Integer.parseInt(image.substring(1)));
            }
        };
    }

    static byte[] raster(int index) {
        SplitMix64 random = SplitMix64.stream(3, "lesion", index);
        byte[] raster = new byte[ROWS * COLUMNS];
        for (int i = 0; i < raster.length; i++) {
            raster[i] = (byte) (random.nextInt(40) + (random.nextInt(5) <= index % 4 ? 80 : 0));
        }
        if (index % 3 == 0) {
            int row = random.nextInt(ROWS - SPOT);
            int column = random.nextInt(COLUMNS - SPOT);
            for (int i = 0; i < SPOT * SPOT; i++) {
                raster[(row + i / SPOT) * COLUMNS + column + i % SPOT] = (byte) (200 + random.nextInt(50));
            }
        }
        return raster;
    }
}
