package org.mammoclip.mammoclip.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mammoclip.mammoclip.block.RandomParameters;
import org.mammoclip.mammoclip.golden.GoldenDetector;
import org.mammoclip.mammoclip.image.EfficientNetArchitecture;
import org.mammoclip.mammoclip.image.ImageNormalization;

/** From a prepared mammogram to boxes in its own pixels. */
class DetectorRasterTest {
    private static final int ROWS = 1520;
    private static final int COLUMNS = 912;

    @Test
    void boxesAreThoseOfTheResizedImageStretchedBack() {
        float[] grey = grey();
        try (NDManager manager = NDManager.newBaseManager(Device.cpu());
                RetinaNet detector = RetinaNet.load(manager, EfficientNetArchitecture.B2, 2, GoldenDetector.read())) {
            DetectorRaster raster = new DetectorRaster(detector, ImageNormalization.REFERENCE, RetinaNet.SIDE);
            int before = manager.getManagedArrays().size();
            List<Detection> found = raster.detect(manager, grey, ROWS, COLUMNS, 0, 0.5, 5);
            assertThat(manager.getManagedArrays().size()).isEqualTo(before);

            NDArray input = manager.create(
                    planes(DetectorRaster.resize(grey, ROWS, COLUMNS, RetinaNet.SIDE)), new Shape(1, 3, 512, 512));
            List<Detection> inDetectorPixels = detector.detect(input, 0, 0.5, 5);
            assertThat(found).hasSize(5);
            for (int i = 0; i < found.size(); i++) {
                Detection expected = inDetectorPixels.get(i);
                assertThat(found.get(i).score()).isCloseTo(expected.score(), within(1e-5));
                assertThat(found.get(i).left()).isCloseTo(expected.left() * 912 / 512, within(0.01));
                assertThat(found.get(i).right()).isCloseTo(expected.right() * 912 / 512, within(0.01));
                assertThat(found.get(i).top()).isCloseTo(expected.top() * 1520 / 512, within(0.01));
                assertThat(found.get(i).bottom()).isCloseTo(expected.bottom() * 1520 / 512, within(0.01));
            }
            float[] notANumber = new float[ROWS * COLUMNS];
            Arrays.fill(notANumber, Float.NaN);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> raster.detect(manager, notANumber, ROWS, COLUMNS, 0, 0.5, 5))
                    .withMessageContaining("not finite");
        }
    }

    @Test
    void anImageThatLosesItsContrastInTheDetectorsSizeIsAnErrorAndNotAnEmptyAnswer() {
        float[] corner = new float[ROWS * COLUMNS];
        corner[0] = 20;
        EfficientNetArchitecture small = EfficientNetArchitecture.DEMO;
        try (NDManager manager = NDManager.newBaseManager(Device.cpu());
                RetinaNet detector =
                        RetinaNet.load(manager, small, 1, new RandomParameters(1, RetinaNet.parameters(small, 1)))) {
            DetectorRaster raster = new DetectorRaster(detector, ImageNormalization.REFERENCE, RetinaNet.SIDE);
            assertThat(DetectorRaster.resize(corner, ROWS, COLUMNS, RetinaNet.SIDE))
                    .containsOnly(0);
            assertThatExceptionOfType(ArithmeticException.class)
                    .isThrownBy(() -> raster.detect(manager, corner, ROWS, COLUMNS, 0, 0.5, 5))
                    .withMessageContaining("no contrast at 512x512");
        }
    }

    @Test
    void aSmallerSquareIsStretchedBackJustAsWell() {
        EfficientNetArchitecture small = EfficientNetArchitecture.DEMO;
        float[] grey = grey();
        try (NDManager manager = NDManager.newBaseManager(Device.cpu());
                RetinaNet detector =
                        RetinaNet.load(manager, small, 1, new RandomParameters(1, RetinaNet.parameters(small, 1)))) {
            List<Detection> found = new DetectorRaster(detector, ImageNormalization.REFERENCE, 64)
                    .detect(manager, grey, ROWS, COLUMNS, 0, 0.5, 5);
            NDArray input =
                    manager.create(planes(DetectorRaster.resize(grey, ROWS, COLUMNS, 64)), new Shape(1, 3, 64, 64));
            Detection expected = detector.detect(input, 0, 0.5, 5).get(0);
            assertThat(found.get(0).right()).isCloseTo(expected.right() * 912 / 64, within(0.01));
            assertThat(found.get(0).bottom()).isCloseTo(expected.bottom() * 1520 / 64, within(0.01));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RetinaNet.requireSide(small, 72))
                .withMessageContaining("multiple of 16");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RetinaNet.requireSide(EfficientNetArchitecture.B2, 2080))
                .withMessageContaining("at most 2048");
        RetinaNet.requireSide(EfficientNetArchitecture.B2, 2048);
        assertThat(RetinaNet.usualSide(EfficientNetArchitecture.B5)).isEqualTo(512);
        assertThat(RetinaNet.usualSide(small)).isEqualTo(256);
    }

    @Test
    void otherScalesThanGreyLevelsAreResizedWithoutRounding() {
        float[] grey = grey();
        float[] scaled = grey.clone();
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] /= 256;
        }
        float[] fromGrey = DetectorRaster.resize(grey, ROWS, COLUMNS, RetinaNet.SIDE);
        float[] fromScaled = DetectorRaster.resize(scaled, ROWS, COLUMNS, RetinaNet.SIDE);
        boolean fractions = false;
        for (int i = 0; i < fromGrey.length; i++) {
            assertThat(fromGrey[i]).isEqualTo((int) fromGrey[i]);
            assertThat(fromScaled[i] * 256).isCloseTo(fromGrey[i], within(0.76f));
            fractions |= fromScaled[i] * 256 != (int) (fromScaled[i] * 256);
        }
        assertThat(fractions).isTrue();
    }

    private static float[] grey() {
        float[] grey = new float[ROWS * COLUMNS];
        for (int y = 0; y < ROWS; y++) {
            for (int x = 0; x < COLUMNS; x++) {
                grey[y * COLUMNS + x] = (x / 5 + y / 7 + x * y / 4001) % 256;
            }
        }
        return grey;
    }

    private static float[] planes(float[] grey) {
        float min = 255;
        float max = 0;
        for (float value : grey) {
            min = Math.min(min, value);
            max = Math.max(max, value);
        }
        float[] planes = new float[3 * grey.length];
        for (int i = 0; i < planes.length; i++) {
            planes[i] = ((grey[i % grey.length] - min) / (max - min) - 0.3089279f) / 0.25053555408335154f;
        }
        return planes;
    }
}
