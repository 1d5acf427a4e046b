package org.mammoclip.mammoclip.image;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.mammoclip.mammoclip.block.ParameterSource;
import org.mammoclip.mammoclip.block.RandomParameters;
import org.mammoclip.mammoclip.demo.DemoCheckpoint;
import org.mammoclip.mammoclip.golden.Agreement;

/** Float16 is taken where it is faithful and not where it is not; on a processor here, which computes the same numbers slowly. */
class HalfPrecisionTest {
    private static final EfficientNetArchitecture DEMO = EfficientNetArchitecture.DEMO;
    private static final EfficientNetArchitecture SMALL = EfficientNetArchitecture.SMALL;

    @Test
    void theDemonstrationModelIsFaithfulInFloat16() {
        try (NDManager manager = NDManager.newBaseManager(Device.cpu());
                DemoCheckpoint demo = new DemoCheckpoint();
                ImageEncoder half = HalfPrecision.load(manager, SMALL, demo.parameters(), "image_encoder.");
                ImageEncoder full = ImageEncoder.load(manager, SMALL, demo.parameters(), "image_encoder.")) {
            assertThat(half.precision()).isEqualTo(DataType.FLOAT16);
            assertThat(full.precision()).isEqualTo(DataType.FLOAT32);
            NDArray images = manager.randomUniform(-1, 1, new Shape(2, 3, 64, 48));
            NDArray features = half.features(images);
            assertThat(features.getDataType()).isEqualTo(DataType.FLOAT32);
            assertThat(features.getShape()).isEqualTo(SMALL.featureShape(images.getShape()));
            double cosine = Agreement.cosine(
                    features.toFloatArray(), full.features(images).toFloatArray());
            assertThat(cosine).isGreaterThan(HalfPrecision.MIN_COSINE).isLessThan(1 - 1e-9);
        }
    }

    @Test
    void activationsBeyondTheRangeOfFloat16FallBackToFloat32() {
        ParameterSource huge = new RandomParameters(1, DEMO.parameters(), Map.of("_bn1.bias", 1e6f));
        try (NDManager manager = NDManager.newBaseManager(Device.cpu());
                ImageEncoder encoder = HalfPrecision.load(manager, DEMO, huge, "")) {
            assertThat(encoder.precision()).isEqualTo(DataType.FLOAT32);
        }
    }
}
