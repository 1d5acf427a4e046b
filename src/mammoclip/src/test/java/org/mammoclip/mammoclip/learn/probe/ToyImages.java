package org.mammoclip.mammoclip.learn.probe;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.mammoclip.mammoclip.RasterSize;
import org.mammoclip.mammoclip.data.LabelledImage;
import org.mammoclip.mammoclip.data.LabelledSet;
import org.mammoclip.mammoclip.data.TrainingImages;
import org.mammoclip.mammoclip.data.View;
import org.mammoclip.mammoclip.random.SplitMix64;
import org.mammoclip.mammoclip.reports.Side;

/** Four images a woman; a mass in some, a density for all, vectors that show both in noise. */
final class ToyImages implements TrainingImages {
    static final int WIDTH = 12;
    private static final RasterSize SIZE = new RasterSize(3, 2);

    final Map<String, byte[]> pixels = new HashMap<>();

    static LabelledSet set(int training, int validation, int test) {
        return new LabelledSet(
                images("t", training), images("v", validation), images("x", test), "0".repeat(64), 0, List.of());
    }

    static List<LabelledImage> images(String prefix, int patients) {
        List<LabelledImage> images = new ArrayList<>();
        for (int patient = 0; patient < patients; patient++) {
            for (int view = 0; view < 4; view++) {
                boolean mass = patient % 3 == 0 && view < 2;
                images.add(new LabelledImage(
                        prefix + patient,
                        prefix + patient + "_" + view,
                        view < 2 ? Side.LEFT : Side.RIGHT,
                        view % 2 == 0 ? View.CC : View.MLO,
                        mass ? Set.of("Mass") : Set.of(),
                        OptionalInt.of(patient % 4),
                        Optional.empty(),
                        List.of(),
                        2 + images.size()));
            }
        }
        return images;
    }

    /** What an encoder might say of an image. */
    static float[] vector(LabelledImage image, double noise) {
        SplitMix64 random = SplitMix64.stream(1, "vector", SplitMix64.seed(image.image()));
        float[] vector = new float[WIDTH];
        for (int j = 0; j < WIDTH; j++) {
            vector[j] = (float) (3 + 0.2 * noise * random.nextGaussian());
        }
        vector[0] += image.has("Mass") ? 0.4f : 0;
        vector[1 + image.density().orElse(0)] += 0.5f;
        return vector;
    }

    static ImageVectors vectors(LabelledSet set, double noise) {
        List<LabelledImage> all = new ArrayList<>(set.training());
        all.addAll(set.validation());
        all.addAll(set.test());
        return ImageVectors.of(
                all, all.stream().map(image -> vector(image, noise)).toList());
    }

    @Override
    public RasterSize size() {
        return SIZE;
    }

    @Override
    public void require(String patient, String image) throws IOException {
        read(patient, image);
    }

    @Override
    public byte[] read(String patient, String image) throws IOException {
        byte[] known = pixels.computeIfAbsent(patient + "/" + image, key -> {
            byte[] grey = new byte[SIZE.area()];
            SplitMix64 random = new SplitMix64(SplitMix64.seed(key));
            for (int i = 0; i < grey.length; i++) {
                grey[i] = (byte) random.nextInt(256);
            }
            return grey;
        });
        if (known.length != SIZE.area()) {
            throw new IOException("image " + image + " is cut");
        }
        return known;
    }
}
