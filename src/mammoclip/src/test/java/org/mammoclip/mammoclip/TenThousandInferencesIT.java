package org.mammoclip.mammoclip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.mammoclip.mammoclip.bench.ResidentMemory;
import org.mammoclip.mammoclip.bench.UntrainedCheckpoint;
import org.mammoclip.mammoclip.block.RandomParameters;
import org.mammoclip.mammoclip.image.EfficientNetArchitecture;
import org.mammoclip.mammoclip.image.ImageEncoder;

/**
 * Memory stays flat over ten thousand images in studies of random size, and over images of random size. The heap is touched in full
 * at start (see this module's failsafe arguments), so that what grows is native. Slopes are medians of all pairs, as in {@link
 * NativeMemoryIT}.
 */
class TenThousandInferencesIT {
    private static final int IMAGES = 10_000;
    private static final int WARM_UP_IMAGES = 1_000;
    private static final int MOST_IMAGES_OF_A_STUDY = 8;
    private static final RasterSize SMALL = new RasterSize(304, 176);

    /** The raw feature map of one image has 214 kB here, its input 642 kB. */
    private static final double MAX_BYTES_PER_IMAGE = 5_000;

    private static final long MAX_HEAP_GROWTH = 20_000_000;

    private static final int SIZES = 400;

    /** Each new size makes the engine generate its convolutions again; it keeps the last thousand, or thirty sizes. */
    private static final int WARM_UP_SIZES = 200;

    /** Between 12 kB and 700 kB lie in an input. */
    private static final double MAX_BYTES_PER_SIZE = 50_000;

    @BeforeAll
    static void memoryIsKnown() {
        assumeTrue(ResidentMemory.now().isPresent(), "skipped: resident memory is unknown on this system");
    }

    @Test
    void memoryIsFlatOverTenThousandImagesInStudiesOfRandomSize() throws IOException {
        Random random = new Random(20261122);
        ModelOptions options = new ModelOptions(ComputeDevice.CPU, FindingSet.DEFAULT);
        UntrainedCheckpoint checkpoint = new UntrainedCheckpoint(EfficientNetArchitecture.DEMO, SMALL);
        try (MammoClip model = MammoClip.open(checkpoint, options)) {
            for (int images = 0; images < WARM_UP_IMAGES; ) {
                images += scoreStudy(model, random);
            }
            long heap = usedHeap();
            Growth growth = new Growth();
            int images = 0;
            while (images < IMAGES) {
                images += scoreStudy(model, random);
                growth.sample();
            }
            long heapGrowth = usedHeap() - heap;
            double bytes = growth.report("images in studies of 1 to 8", images, heapGrowth);
            assertThat(bytes).as("resident bytes per image").isLessThan(MAX_BYTES_PER_IMAGE);
            assertThat(heapGrowth).as("heap").isLessThan(MAX_HEAP_GROWTH);
        }
    }

    private static int scoreStudy(MammoClip model, Random random) {
        List<ModelImage> study = new ArrayList<>();
        int size = 1 + random.nextInt(MOST_IMAGES_OF_A_STUDY);
        for (int i = 0; i < size; i++) {
            byte[] grey = new byte[SMALL.area()];
            random.nextBytes(grey);
            study.add(ModelImage.ofGrey8(SMALL, grey));
        }
        assertThat(model.score(study)).hasSize(size).allMatch(ScoredImage.class::isInstance);
        return size;
    }

    @Test
    void memoryIsFlatOverImagesOfRandomSize() {
        Random random = new Random(912);
        EfficientNetArchitecture architecture = EfficientNetArchitecture.DEMO;
        try (NDManager manager = NDManager.newBaseManager(Device.cpu());
                ImageEncoder encoder = ImageEncoder.load(
                        manager, architecture, new RandomParameters(1, architecture.parameters()), "")) {
            manager.cap();
            ByteBuffer largest = ImageEncoder.allocate(320, 192);
            for (int i = 0; i < largest.capacity() / Float.BYTES; i++) {
                largest.putFloat(i * Float.BYTES, random.nextFloat());
            }
            Growth growth = new Growth();
            long heap = usedHeap();
            for (int i = -WARM_UP_SIZES; i < SIZES; i++) {
                int rows = 32 + random.nextInt(288);
                int columns = 32 + random.nextInt(160);
                ByteBuffer pixels = largest.duplicate().order(largest.order()).limit(rows * columns * 3 * Float.BYTES);
                try (NDManager scope = manager.newSubManager()) {
                    ImageEncoder.pooled(encoder.features(ImageEncoder.channelsLast(scope, pixels, rows, columns)))
                            .toFloatArray();
                }
                if (i >= 0) {
                    growth.sample();
                }
            }
            double bytes = growth.report("images of random size", SIZES, usedHeap() - heap);
            assertThat(bytes).as("resident bytes per size").isLessThan(MAX_BYTES_PER_SIZE);
        }
    }

    private static long usedHeap() {
        Runtime runtime = Runtime.getRuntime();
        System.gc();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    /** The resident set, sample by sample. */
    private static final class Growth {
        private final List<Double> resident = new ArrayList<>();
        private final long begin = System.nanoTime();

        void sample() {
            resident.add((double) ResidentMemory.now().orElseThrow());
        }

        /** @return bytes per image */
        double report(String what, int images, long heapGrowth) {
            double[] values = resident.stream().mapToDouble(Double::doubleValue).toArray();
            double slope = NativeMemoryIT.slope(values) * values.length / images;
            System.out.printf(
                    Locale.ROOT,
                    "%d %s in %.0f s: resident %.1f MB at first, %.1f MB at last, slope %.0f bytes per image, heap %+.1f MB%n",
                    images,
                    what,
                    (System.nanoTime() - begin) * 1e-9,
                    values[0] / 1e6,
                    values[values.length - 1] / 1e6,
                    slope,
                    heapGrowth / 1e6);
            return slope;
        }
    }
}
