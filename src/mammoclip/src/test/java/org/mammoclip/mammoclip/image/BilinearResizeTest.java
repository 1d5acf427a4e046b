package org.mammoclip.mammoclip.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

/** Against results of OpenCV 4.14.0 and 5.0.0 (both the same), {@code resize(image, (columns, rows), INTER_LINEAR)}. */
class BilinearResizeTest {

    @Test
    void eightBitMammogramBecomesOpenCvsBytes() {
        float[] resized = BilinearResize.applyToGrey8(pattern(1520, 912), 1520, 912, 512, 512);
        CRC32 crc = new CRC32();
        for (float value : resized) {
            assertThat(value).isEqualTo((int) value);
            crc.update((int) value);
        }
        assertThat(crc.getValue()).as("CRC-32 of OpenCV's 512x512 bytes").isEqualTo(0x00b7da37L);
    }

    @Test
    void smallerAndLargerAxesAreOpenCvs() {
        assertThat(BilinearResize.applyToGrey8(pattern(7, 5), 7, 5, 4, 9))
                .containsExactly(
                        38, 50, 71, 91, 112, 132, 153, 173, 186, //
                        183, 195, 215, 136, 33, 53, 74, 95, 108, //
                        135, 148, 168, 189, 210, 106, 27, 48, 61, //
                        152, 132, 100, 110, 131, 152, 173, 194, 207);
    }

    @Test
    void floatingPointKeepsFractionsAndMeetsThePixelCentres() {
        assertThat(BilinearResize.apply(new float[] {0, 1}, 1, 2, 1, 4)).containsExactly(0, 0.25f, 0.75f, 1);
        assertThat(BilinearResize.apply(new float[] {0, 4}, 2, 1, 4, 2)).containsExactly(0, 0, 1, 1, 3, 3, 4, 4);
        float[] pattern = pattern(40, 31);
        float[] exact = BilinearResize.apply(pattern, 40, 31, 17, 17);
        float[] bytes = BilinearResize.applyToGrey8(pattern, 40, 31, 17, 17);
        for (int i = 0; i < exact.length; i++) {
            assertThat(bytes[i]).isCloseTo(exact[i], within(0.76f));
        }
        assertThat(BilinearResize.apply(pattern, 40, 31, 40, 31)).containsExactly(pattern);
    }

    @Test
    void tellsGreyLevelsFromOtherNumbers() {
        assertThat(BilinearResize.isGrey8(new float[] {0, 7, 255})).isTrue();
        for (float other : new float[] {-1, 0.5f, 256, Float.NaN, Float.POSITIVE_INFINITY}) {
            assertThat(BilinearResize.isGrey8(new float[] {1, other})).isFalse();
        }
    }

    @Test
    void refusesSizesThatDoNotFit() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BilinearResize.apply(new float[5], 2, 3, 4, 4))
                .withMessageContaining("5 values as 2x3");
        assertThatIllegalArgumentException().isThrownBy(() -> BilinearResize.applyToGrey8(new float[6], 2, 3, 0, 4));
    }

    /** Grey levels of a ramp with a texture that wraps around. */
    private static float[] pattern(int rows, int columns) {
        float[] grey = new float[rows * columns];
        for (int y = 0; y < rows; y++) {
            for (int x = 0; x < columns; x++) {
                grey[y * columns + x] = (x * 37 + y * 101 + x * y / 7) % 256;
            }
        }
        return grey;
    }
}
