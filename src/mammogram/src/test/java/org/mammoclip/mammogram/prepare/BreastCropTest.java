package org.mammoclip.mammogram.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mammoclip.dicom.pixel.ImageSize;
import org.mammoclip.dicom.pixel.StoredPixels;

class BreastCropTest {
    @ParameterizedTest
    @CsvSource({
        "110111, '1,1,-1,2,2,2'",
        "01101001110, '-1,2,2,-1,1,-1,-1,3,3,3,-1'",
        "0000, '-1,-1,-1,-1'",
        "1111, '2,2,2,2'",
        "1, '-1'",
        "10, '0,-1'",
        "01, '-1,0'",
        "0, '-1'"
    })
    void runScoresAreThoseOfTheReference(String on, String scores) {
        assertThat(BreastCrop.runScores(positions(on)))
                .containsExactly(Arrays.stream(scores.split(","))
                        .mapToInt(Integer::parseInt)
                        .toArray());
    }

    @Test
    void keepsAllRunsOfTheLargestScore() {
        assertThat(BreastCrop.longestRuns(positions("0110110"))).containsExactly(1, 2, 4, 5);
        assertThat(BreastCrop.longestRuns(positions("01101110"))).containsExactly(4, 5, 6);
        assertThat(BreastCrop.longestRuns(positions("0000"))).containsExactly(0, 1, 2, 3);
    }

    /** A run at the border scores one less, so it loses against an equally long run inside. */
    @Test
    void prefersARunInsideToOneAtTheBorder() {
        assertThat(BreastCrop.longestRuns(positions("1101100"))).containsExactly(3, 4);
        assertThat(BreastCrop.longestRuns(positions("1110110"))).containsExactly(0, 1, 2, 4, 5);
    }

    @Test
    void findsARectangleOfTextureInsideTheTrim() {
        BreastCrop crop = BreastCrop.find(texture(new ImageSize(60, 50), 12, 45, 8, 31), 5);

        assertThat(crop.firstRow()).isEqualTo(12);
        assertThat(crop.rows()).isEqualTo(33);
        assertThat(crop.firstColumn()).isEqualTo(8);
        assertThat(crop.columns()).isEqualTo(23);
        assertThat(crop.isBreastFound()).isTrue();
        assertThat(crop.isGlued()).isFalse();
    }

    @Test
    void gluesTwoEquallyWideRegionsAndSaysSo() {
        short[] values = new short[60 * 50];
        paint(values, 50, 15, 45, 10, 20);
        paint(values, 50, 15, 45, 25, 35);
        BreastCrop crop = BreastCrop.find(grey(new ImageSize(60, 50), values), 5);

        assertThat(crop.columns()).isEqualTo(20);
        assertThat(crop.column(9)).isEqualTo(19);
        assertThat(crop.column(10)).isEqualTo(25);
        assertThat(crop.isGlued()).isTrue();
    }

    @Test
    void keepsEverythingOfAnEmptyImageAndSaysSo() {
        BreastCrop crop = BreastCrop.find(grey(new ImageSize(60, 50), new short[60 * 50]), 5);

        assertThat(crop.rows()).isEqualTo(50);
        assertThat(crop.columns()).isEqualTo(40);
        assertThat(crop.isBreastFound()).isFalse();
    }

    /** Texture in the outer 10 % of the rows alone turns no column on. */
    @Test
    void looksAtTheCentralRowsOnly() {
        BreastCrop crop = BreastCrop.find(texture(new ImageSize(60, 50), 5, 9, 10, 20), 5);

        assertThat(crop.isBreastFound()).isFalse();
    }

    private static GreyImage texture(ImageSize size, int top, int bottom, int left, int right) {
        short[] values = new short[size.pixels()];
        paint(values, size.columns(), top, bottom, left, right);
        return grey(size, values);
    }

    /** A chequered rectangle, ends exclusive. */
    private static void paint(short[] values, int columns, int top, int bottom, int left, int right) {
        for (int row = top; row < bottom; row++) {
            for (int column = left; column < right; column++) {
                values[row * columns + column] = (short) ((row + column) % 2 == 0 ? 200 : 100);
            }
        }
    }

    static GreyImage grey(ImageSize size, short[] values) {
        byte[] identity = new byte[256];
        for (int i = 0; i < identity.length; i++) {
            identity[i] = (byte) i;
        }
        return new GreyImage(new StoredPixels(size, 8, false, values), identity);
    }

    private static boolean[] positions(String text) {
        boolean[] on = new boolean[text.length()];
        for (int i = 0; i < on.length; i++) {
            on[i] = text.charAt(i) == '1';
        }
        return on;
    }
}
