package org.mammoclip.mammoclip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.mammoclip.mammoclip.block.RandomParameters;
import org.mammoclip.mammoclip.image.EfficientNetArchitecture;
import org.mammoclip.mammoclip.image.ImageEncoder;

/**
 * Memory stays flat over 200 images: the slope of the resident set after a warm-up. The Java heap is touched in full at start (see
 * this module's failsafe arguments), so that what grows is native.
 */
class NativeMemoryIT {
    private static final int WARM_UP = 120;
    private static final int IMAGES = 200;

    /**
     * 10 MB over 200 images. The raw feature map of the demonstration model has 1.4 MB and its input 4.2 MB: either one left behind
     * once per image is far beyond. Measured: 1 to 20 kB per image.
     */
    private static final double MAX_SLOPE = 50_000;

    private static final Path STATM = Path.of("/proc/self/statm");

    @Test
    void residentMemoryIsFlatOverTwoHundredImagesOfTheFacade() throws IOException {
        ModelOptions options = new ModelOptions(ComputeDevice.CPU, FindingSet.DEFAULT);
        ModelImage image = MammoClipTest.view(1);
        try (MammoClip model = MammoClip.open(MammoClip.BUILTIN_DEMO, options)) {
            assertFlat("facade, builtin:demo, 1520x912", () -> {
                assertThat(model.score(List.of(image)).get(0)).isInstanceOf(ScoredImage.class);
                assertThat(model.embedTexts(List.of("mass"))).hasSize(1);
            });
        }
    }

    @Test
    void residentMemoryIsFlatOverTwoHundredImagesOfB2() throws IOException {
        EfficientNetArchitecture architecture = EfficientNetArchitecture.B2;
        RandomParameters parameters = new RandomParameters(1, architecture.parameters());
        ByteBuffer pixels = ImageEncoder.allocate(256, 160);
        for (int i = 0; i < pixels.capacity() / Float.BYTES; i++) {
            pixels.putFloat(i * Float.BYTES, (i % 97) / 97f);
        }
        try (NDManager manager = NDManager.newBaseManager(Device.cpu());
                ImageEncoder encoder = ImageEncoder.load(manager, architecture, parameters, "")) {
            manager.cap();
            assertFlat("efficientnet-b2, 256x160", () -> {
                try (NDManager scope = manager.newSubManager()) {
                    ImageEncoder.pooled(encoder.features(ImageEncoder.channelsLast(scope, pixels, 256, 160)))
                            .toFloatArray();
                }
            });
        }
    }

    static void assertFlat(String what, Runnable oneImage) throws IOException {
        assumeTrue(Files.isReadable(STATM), "skipped: no /proc/self/statm on this system");
        for (int i = 0; i < WARM_UP; i++) {
            oneImage.run();
        }
        double[] resident = new double[IMAGES];
        for (int i = 0; i < IMAGES; i++) {
            oneImage.run();
            resident[i] = residentBytes();
        }
        double slope = slope(resident);
        System.out.printf(
                Locale.ROOT,
                "%s: resident %.1f MB after warm-up, %.1f MB after %d images, slope %.0f bytes per image%n",
                what,
                resident[0] / 1e6,
                resident[IMAGES - 1] / 1e6,
                IMAGES,
                slope);
        assertThat(slope).as(what + ": bytes per image").isLessThan(MAX_SLOPE);
    }

    private static double residentBytes() throws IOException {
        return Long.parseLong(Files.readString(STATM).split(" ")[1]) * 4096.0;
    }

    /** The median slope of all pairs: a leak moves every pair, a single step (the JVM makes one of 16 MB) only some. */
    static double slope(double[] values) {
        double[] slopes = new double[values.length * (values.length - 1) / 2];
        int pair = 0;
        for (int i = 0; i < values.length; i++) {
            for (int j = i + 1; j < values.length; j++) {
                slopes[pair++] = (values[j] - values[i]) / (j - i);
            }
        }
        Arrays.sort(slopes);
        return slopes[slopes.length / 2];
    }
}
