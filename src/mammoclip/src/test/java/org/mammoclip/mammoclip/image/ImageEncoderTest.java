package org.mammoclip.mammoclip.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.mammoclip.mammoclip.block.RandomParameters;
import org.mammoclip.mammoclip.golden.Agreement;

/** What the serving form promises beside its values: bits, batches, layouts, inner outputs, and whose memory it is. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ImageEncoderTest {
    private static final EfficientNetArchitecture DEMO = EfficientNetArchitecture.DEMO;
    private static final RandomParameters PARAMETERS = new RandomParameters(5, DEMO.parameters());

    private NDManager manager;
    private ImageEncoder encoder;

    @BeforeAll
    void load() {
        manager = NDManager.newBaseManager(Device.cpu());
        encoder = ImageEncoder.load(manager, DEMO, PARAMETERS, "");
    }

    @AfterAll
    void close() {
        manager.close();
    }

    @ParameterizedTest
    @EnumSource(Operators.class)
    void anImageHasTheSameBitsAloneAndInABatchAndTheSecondTime(Operators operators) {
        try (ImageEncoder encoder = ImageEncoder.load(manager, DEMO, PARAMETERS, "", DataType.FLOAT32, operators);
                NDManager scope = manager.newSubManager()) {
            NDArray batch = images(scope, 3, 96, 64);
            NDArray features = encoder.features(batch);
            assertThat(features.getShape()).isEqualTo(DEMO.featureShape(batch.getShape()));
            for (int i = 0; i < 3; i++) {
                float[] alone = encoder.features(batch.get(i + ":" + (i + 1))).toFloatArray();
                assertThat(features.get(i).toFloatArray()).isEqualTo(alone);
            }
            assertThat(encoder.features(batch).toFloatArray()).isEqualTo(features.toFloatArray());
        }
    }

    @Test
    void bothMemoryOrdersGiveTheSameBits() {
        ByteBuffer pixels = ImageEncoder.allocate(96, 64);
        for (int i = 0; i < 96 * 64 * 3; i++) {
            pixels.putFloat(i * Float.BYTES, (i % 251) / 100f - 1);
        }
        try (NDManager scope = manager.newSubManager()) {
            NDArray channelsLast = ImageEncoder.channelsLast(scope, pixels, 96, 64);
            NDArray planes = scope.create(channelsLast.toFloatArray(), new Shape(1, 3, 96, 64));
            assertThat(encoder.features(planes).toFloatArray())
                    .isEqualTo(encoder.features(channelsLast).toFloatArray());
        }
    }

    @ParameterizedTest
    @EnumSource(Operators.class)
    void innerBlocksAreThoseOfTheNetworkAsPublished(Operators operators) {
        EfficientNet published = new EfficientNet(DEMO);
        try (NDManager own = manager.newSubManager();
                ImageEncoder other = ImageEncoder.load(own, DEMO, PARAMETERS, "", DataType.FLOAT32, operators)) {
            published.load(own, PARAMETERS, "");
            NDArray image = images(own, 1, 96, 64);
            List<NDArray> outputs = other.featuresWith(image, 2, 3, 5);
            assertThat(outputs).hasSize(4);
            NDArray features = published.features(image, (name, activation) -> {
                int place = List.of("block.2", "block.3", "block.5").indexOf(name);
                if (place >= 0) {
                    assertClose(outputs.get(place), activation);
                }
            });
            assertClose(outputs.get(3), features);
            assertThat(outputs.get(3).toFloatArray())
                    .as("with and without inner outputs")
                    .isEqualTo(other.features(image).toFloatArray());
        }
    }

    private static void assertClose(NDArray actual, NDArray expected) {
        assertThat(actual.getShape()).isEqualTo(expected.getShape());
        assertThat(Agreement.relativeL2(actual.toFloatArray(), expected.toFloatArray()))
                .isLessThan(Agreement.RELATIVE_L2);
    }

    @ParameterizedTest
    @CsvSource({"7, 0", "-1, 0", "3, 3", "3, 2"})
    void blocksThatAreNotThereOrDoNotRiseAreRefused(int first, int second) {
        try (NDManager scope = manager.newSubManager()) {
            NDArray image = images(scope, 1, 64, 64);
            assertThatThrownBy(() -> encoder.featuresWith(image, first, second))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("efficientnet-demo has 7 blocks");
        }
    }

    @Test
    void anImageSmallerThanTheStrideGivesOneCell() {
        try (NDManager scope = manager.newSubManager()) {
            assertThat(encoder.features(images(scope, 1, 16, 16)).getShape()).isEqualTo(new Shape(1, 256, 1, 1));
        }
    }

    @Test
    void aPassLeavesNothingBehindButItsResult() {
        try (NDManager scope = manager.newSubManager()) {
            NDArray batch = images(scope, 2, 64, 64);
            int before = scope.getManagedArrays().size();
            encoder.features(batch);
            assertThat(scope.getManagedArrays()).hasSize(before + 1);
        }
    }

    private static NDArray images(NDManager scope, int count, int rows, int columns) {
        float[] values = new float[count * 3 * rows * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = (i * 31L % 1009) / 400f - 1;
        }
        return scope.create(values, new Shape(count, 3, rows, columns));
    }
}
