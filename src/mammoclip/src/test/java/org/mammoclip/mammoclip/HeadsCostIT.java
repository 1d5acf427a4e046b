package org.mammoclip.mammoclip;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.mammoclip.mammoclip.block.RandomParameters;
import org.mammoclip.mammoclip.detect.RetinaNet;
import org.mammoclip.mammoclip.factor.AttributeMapper;
import org.mammoclip.mammoclip.factor.ChannelChoice;
import org.mammoclip.mammoclip.factor.FactorHeatMap;
import org.mammoclip.mammoclip.factor.HeadLayout;
import org.mammoclip.mammoclip.factor.HeatMapBoxes;
import org.mammoclip.mammoclip.image.EfficientNetArchitecture;
import org.mammoclip.mammoclip.image.ImageEncoder;

/** What a map, its boxes and a detector cost beside the pass of the image tower they follow; prints the medians. */
class HeadsCostIT {
    private static final int PASSES = 3;

    @Test
    void attributeMapAndBoxesAreAFractionOfTheEncoder() {
        EfficientNetArchitecture architecture = EfficientNetArchitecture.B5;
        int rows = 48;
        int columns = 29;
        int cells = rows * columns;
        float[] sentence = new float[512];
        sentence[7] = 1;
        ByteBuffer pixels = pixels(1520, 912);
        try (NDManager manager = NDManager.newBaseManager(Device.cpu());
                ImageEncoder encoder = ImageEncoder.load(
                        manager, architecture, new RandomParameters(1, architecture.parameters()), "")) {
            AttributeMapper mapper = AttributeMapper.load(
                    manager,
                    new RandomParameters(1, AttributeMapper.parameters(1, cells, 512)),
                    1,
                    cells,
                    512,
                    HeadLayout.PER_ATTRIBUTE);
            double[] tower = new double[PASSES];
            double[] mapping = new double[PASSES];
            double[] boxing = new double[PASSES];
            for (int pass = -1; pass < PASSES; pass++) {
                try (NDManager scope = manager.newSubManager()) {
                    long start = System.nanoTime();
                    NDArray features = encoder.features(ImageEncoder.channelsLast(scope, pixels, 1520, 912));
                    features.getFloat(0, 0, 0, 0);
                    long encoded = System.nanoTime();
                    float[] map = FactorHeatMap.evidence(
                            features, mapper.channelSimilarities(features, 0, sentence), ChannelChoice.ALL_POSITIVE);
                    long mapped = System.nanoTime();
                    HeatMapBoxes.of(map, rows, columns, 1520, 912, HeatMapBoxes.REFERENCE_QUANTILE);
                    long boxed = System.nanoTime();
                    if (pass >= 0) {
                        tower[pass] = (encoded - start) / 1e9;
                        mapping[pass] = (mapped - encoded) / 1e9;
                        boxing[pass] = (boxed - mapped) / 1e9;
                    }
                }
            }
            System.out.printf(
                    Locale.ROOT,
                    "efficientnet-b5, 1520x912: tower %.3f s, map of one attribute %.3f s, its boxes %.3f s%n",
                    median(tower),
                    median(mapping),
                    median(boxing));
            assertThat(median(mapping) + median(boxing)).isLessThan(0.5 * median(tower));
        }
    }

    @Test
    void detectorAnswersWithinSeconds() {
        for (EfficientNetArchitecture architecture :
                new EfficientNetArchitecture[] {EfficientNetArchitecture.B2, EfficientNetArchitecture.B5}) {
            ByteBuffer pixels = pixels(RetinaNet.SIDE, RetinaNet.SIDE);
            double[] seconds = new double[PASSES];
            try (NDManager manager = NDManager.newBaseManager(Device.cpu());
                    RetinaNet detector = RetinaNet.load(
                            manager, architecture, 1, new RandomParameters(1, RetinaNet.parameters(architecture, 1)))) {
                for (int pass = -1; pass < PASSES; pass++) {
                    try (NDManager scope = manager.newSubManager()) {
                        long start = System.nanoTime();
                        detector.detect(
                                ImageEncoder.channelsLast(scope, pixels, RetinaNet.SIDE, RetinaNet.SIDE),
                                RetinaNet.REFERENCE_MIN_SCORE,
                                RetinaNet.REFERENCE_OVERLAP,
                                RetinaNet.REFERENCE_MAX_DETECTIONS);
                        if (pass >= 0) {
                            seconds[pass] = (System.nanoTime() - start) / 1e9;
                        }
                    }
                }
            }
            System.out.printf(Locale.ROOT, "detector on %s, 512x512: %.3f s%n", architecture.name(), median(seconds));
            assertThat(median(seconds)).isLessThan(30);
        }
    }

    private static ByteBuffer pixels(int rows, int columns) {
        ByteBuffer pixels = ImageEncoder.allocate(rows, columns);
        for (int i = 0; i < pixels.capacity() / Float.BYTES; i++) {
            pixels.putFloat(i * Float.BYTES, (i % 97) / 97f);
        }
        return pixels;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
