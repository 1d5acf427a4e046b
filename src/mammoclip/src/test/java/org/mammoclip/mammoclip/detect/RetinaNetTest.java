package org.mammoclip.mammoclip.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mammoclip.mammoclip.block.CheckpointMismatchException;
import org.mammoclip.mammoclip.block.ParameterSource;
import org.mammoclip.mammoclip.block.RandomParameters;
import org.mammoclip.mammoclip.image.EfficientNetArchitecture;

/** What the detector accepts, refuses and leaves behind, on the smallest backbone with random parameters. */
class RetinaNetTest {
    private static final EfficientNetArchitecture SMALL = EfficientNetArchitecture.DEMO;

    private final NDManager manager = NDManager.newBaseManager(Device.cpu());
    private final ParameterSource parameters = new RandomParameters(7, RetinaNet.parameters(SMALL, 2));

    @AfterEach
    void close() {
        manager.close();
    }

    @ParameterizedTest
    @CsvSource({"1520, 912", "512, 500", "0, 512", "16, 32"})
    void refusesSidesThatAreNotMultiplesOf32WithTheRemedy(int rows, int columns) {
        ParameterSource b2 = new RandomParameters(7, RetinaNet.parameters(EfficientNetArchitecture.B2, 1));
        try (RetinaNet detector = RetinaNet.load(manager, EfficientNetArchitecture.B2, 1, b2)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> detector.detect(manager.zeros(new Shape(1, 3, rows, columns)), 0.05, 0.5, 100))
                    .withMessageContaining("multiples of 32")
                    .withMessageContaining(rows + "x" + columns)
                    .withMessageContaining("512x512");
        }
    }

    @Test
    void refusesOtherShapesAndSidesBeyondTheBound() {
        try (RetinaNet detector = RetinaNet.load(manager, SMALL, 2, parameters)) {
            for (Shape shape : List.of(new Shape(2, 3, 64, 64), new Shape(1, 1, 64, 64), new Shape(3, 64, 64))) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> detector.detect(manager.zeros(shape), 0.05, 0.5, 100))
                        .withMessageContaining("(1, 3, H, W)");
            }
            Shape tooLong = new Shape(1, 3, 32, RetinaNet.MAX_SIDE + 32);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> detector.detect(manager.zeros(tooLong), 0.05, 0.5, 100))
                    .withMessageContaining("at most 2048");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "-0.1, 0.5, 100",
        "1, 0.5, 100",
        "NaN, 0.5, 100",
        "0.05, 1.1, 100",
        "0.05, -1, 100",
        "0.05, 0.5, 0",
        "0.05, 0.5, 5001"
    })
    void refusesLimitsOutOfRange(double minScore, double iou, int max) {
        try (RetinaNet detector = RetinaNet.load(manager, SMALL, 2, parameters)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> detector.detect(image(64, 96), minScore, iou, max))
                    .withMessageContaining("least score");
        }
    }

    @Test
    void boxesLieInsideTheImageBestFirstAndNothingIsLeftBehind() {
        try (RetinaNet detector = RetinaNet.load(manager, SMALL, 2, parameters)) {
            NDArray image = image(64, 96);
            int before = manager.getManagedArrays().size();
            List<Detection> found = detector.detect(image, 0, 0.5, 20);
            assertThat(manager.getManagedArrays().size()).isEqualTo(before);
            assertThat(image.getManager()).isSameAs(manager);
            assertThat(found).hasSize(20).isSortedAccordingTo((a, b) -> Double.compare(b.score(), a.score()));
            assertThat(found).allSatisfy(box -> {
                assertThat(box.left()).isBetween(0.0, box.right());
                assertThat(box.top()).isBetween(0.0, box.bottom());
                assertThat(box.right()).isLessThanOrEqualTo(96);
                assertThat(box.bottom()).isLessThanOrEqualTo(64);
            });
            assertThat(detector.detect(image, 0, 0.5, 20)).isEqualTo(found);
        }
    }

    @Test
    void namesTheParameterThatIsMissingAndLeavesNothingBehind() {
        ParameterSource backboneOnly = new RandomParameters(
                7,
                SMALL.parameters().stream()
                        .map(spec -> spec.prefixed("efficientnet."))
                        .toList());
        int before = manager.getManagedArrays().size();
        assertThatExceptionOfType(CheckpointMismatchException.class)
                .isThrownBy(() -> RetinaNet.load(manager, SMALL, 2, backboneOnly))
                .withMessageContaining("fpn.P5_1.weight");
        assertThat(manager.getManagedArrays().size()).isEqualTo(before);
    }

    @Test
    void brokenWeightsAreAnErrorAndNotAnEmptyAnswer() {
        ParameterSource broken = new RandomParameters(
                7, RetinaNet.parameters(SMALL, 1), Map.of("classificationModel.output.bias", Float.NaN));
        try (RetinaNet detector = RetinaNet.load(manager, SMALL, 1, broken)) {
            assertThatExceptionOfType(ArithmeticException.class)
                    .isThrownBy(() -> detector.detect(image(32, 32), 0.05, 0.5, 100))
                    .withMessageContaining("class score");
        }
    }

    private NDArray image(int rows, int columns) {
        float[] pixels = new float[3 * rows * columns];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (i % 101) / 50f - 1;
        }
        return manager.create(pixels, new Shape(1, 3, rows, columns));
    }
}
