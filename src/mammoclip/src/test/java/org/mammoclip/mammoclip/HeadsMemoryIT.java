package org.mammoclip.mammoclip;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.mammoclip.mammoclip.block.RandomParameters;
import org.mammoclip.mammoclip.classify.ClassifierHead;
import org.mammoclip.mammoclip.detect.RetinaNet;
import org.mammoclip.mammoclip.factor.AttributeMapper;
import org.mammoclip.mammoclip.factor.ChannelChoice;
import org.mammoclip.mammoclip.factor.FactorHeatMap;
import org.mammoclip.mammoclip.factor.HeadLayout;
import org.mammoclip.mammoclip.factor.HeatMapBoxes;
import org.mammoclip.mammoclip.image.EfficientNetArchitecture;
import org.mammoclip.mammoclip.image.ImageEncoder;

/** Detector, classifier head and attribute mapper keep no native memory from image to image; the bound is {@link NativeMemoryIT}'s. */
class HeadsMemoryIT {
    private static final int ROWS = 160;
    private static final int COLUMNS = 96;

    @Test
    void residentMemoryIsFlatOverTwoHundredImagesOfTheDetector() throws IOException {
        EfficientNetArchitecture architecture = EfficientNetArchitecture.B2;
        RandomParameters parameters = new RandomParameters(1, RetinaNet.parameters(architecture, 1));
        ByteBuffer pixels = pixels();
        try (NDManager manager = NDManager.newBaseManager(Device.cpu());
                RetinaNet detector = RetinaNet.load(manager, architecture, 1, parameters)) {
            manager.cap();
            NativeMemoryIT.assertFlat("detector on efficientnet-b2, " + ROWS + "x" + COLUMNS, () -> {
                try (NDManager scope = manager.newSubManager()) {
                    detector.detect(ImageEncoder.channelsLast(scope, pixels, ROWS, COLUMNS), 0.05, 0.5, 100);
                }
            });
        }
    }

    @Test
    void residentMemoryIsFlatOverTwoHundredImagesOfClassifierAndMapper() throws IOException {
        int channels = EfficientNetArchitecture.B2.headChannels();
        int rows = 24;
        int columns = 15;
        int cells = rows * columns;
        RandomParameters head = new RandomParameters(1, ClassifierHead.parameters(channels, 4));
        RandomParameters pool = new RandomParameters(1, AttributeMapper.parameters(2, cells, 512));
        float[] sentence = new float[512];
        sentence[7] = 1;
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            ClassifierHead classifier = ClassifierHead.load(manager, head, channels, 4);
            AttributeMapper mapper = AttributeMapper.load(manager, pool, 2, cells, 512, HeadLayout.PER_ATTRIBUTE);
            manager.cap();
            NativeMemoryIT.assertFlat("classifier and attribute mapper on efficientnet-b2", () -> {
                try (NDManager scope = manager.newSubManager()) {
                    NDArray features = scope.ones(new Shape(1, channels, rows, columns));
                    assertThat(classifier.logits(ImageEncoder.pooled(features))).hasSize(4);
                    for (int attribute = 0; attribute < 2; attribute++) {
                        float[] similarities = mapper.channelSimilarities(features, attribute, sentence);
                        float[] map = FactorHeatMap.evidence(features, similarities, ChannelChoice.ALL_POSITIVE);
                        HeatMapBoxes.of(map, rows, columns, 320, 192, HeatMapBoxes.REFERENCE_QUANTILE);
                    }
                }
            });
        }
    }

    private static ByteBuffer pixels() {
        ByteBuffer pixels = ImageEncoder.allocate(ROWS, COLUMNS);
        for (int i = 0; i < pixels.capacity() / Float.BYTES; i++) {
            pixels.putFloat(i * Float.BYTES, (i % 97) / 97f);
        }
        return pixels;
    }
}
