package org.mammoclip.mammoclip.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.FloatBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageNormalizationTest {

    @Test
    void scalesToZeroAndOneThenStandardisesAndRepeatsForThreeChannels() {
        FloatBuffer pixels = FloatBuffer.allocate(9);
        ImageNormalization.REFERENCE.apply(new float[] {10, 110, 60}, pixels);
        float low = (0 - 0.3089279f) / 0.25053555408335154f;
        float high = (1 - 0.3089279f) / 0.25053555408335154f;
        float middle = (0.5f - 0.3089279f) / 0.25053555408335154f;
        assertThat(pixels.array()).containsExactly(low, low, low, high, high, high, middle, middle, middle);
    }

    @Test
    void namesTheDefectOfAnImageItWouldRefuse() {
        assertThat(ImageNormalization.defect(new float[] {0, 1})).isEqualTo(ImageNormalization.Defect.NONE);
        assertThat(ImageNormalization.defect(new float[] {5, 5})).isEqualTo(ImageNormalization.Defect.CONSTANT);
        float[][] bad = {{0, Float.NaN}, {Float.POSITIVE_INFINITY, 0}, {Float.MAX_VALUE, -Float.MAX_VALUE}};
        for (float[] intensity : bad) {
            assertThat(ImageNormalization.defect(intensity)).isEqualTo(ImageNormalization.Defect.NOT_FINITE);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ImageNormalization.REFERENCE.apply(intensity, FloatBuffer.allocate(6)));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ImageNormalization.REFERENCE.apply(new float[] {5, 5}, FloatBuffer.allocate(6)));
    }

    @Test
    void reductionAveragesSquares() {
        float[] image = {0, 2, 4, 6, 2, 4, 6, 8};
        assertThat(AreaReduction.apply(image, 2, 4, 2)).containsExactly(2, 6);
        assertThat(AreaReduction.apply(image, 2, 4, 1)).isSameAs(image);
        assertThatIllegalArgumentException().isThrownBy(() -> AreaReduction.apply(image, 2, 4, 4));
    }

    /** The values go into the buffer in chunks of 4096 pixels. */
    @ParameterizedTest
    @ValueSource(ints = {2, 4095, 4096, 4097, 10_000})
    void everyPixelIsWrittenThreeTimesAndNothingElse(int count) {
        float[] intensity = new float[count];
        for (int i = 0; i < count; i++) {
            intensity[i] = i;
        }
        FloatBuffer pixels = FloatBuffer.allocate(3 * count + 1);
        new ImageNormalization(0.25f, 0.5f).apply(intensity, pixels);
        assertThat(pixels.position()).isEqualTo(3 * count);
        for (int i = 0; i < 3 * count; i++) {
            assertThat(pixels.get(i)).isEqualTo((i / 3 / (float) (count - 1) - 0.25f) / 0.5f);
        }
        assertThat(pixels.get(3 * count)).isZero();
    }
}
