package org.mammoclip.mammoclip.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.mammoclip.mammoclip.RasterSize;
import org.mammoclip.mammoclip.random.SplitMix64;

class WarpTest {

    @Test
    void positiveSignsTurnClockwiseShearDownAndRightAndMoveDownAndRight() {
        RasterSize size = new RasterSize(100, 100);
        PixelBox right = new PixelBox(79, 49, 81, 51);
        assertCentre(new AffineWarp(90, 0, 0, 0, 0, 1, 1), right, size, 50, 80);
        assertCentre(new AffineWarp(0, 0, 45, 0, 0, 1, 1), right, size, 80, 80);
        assertCentre(new AffineWarp(0, 45, 0, 0, 0, 1, 1), new PixelBox(49, 69, 51, 71), size, 70, 70);
        assertCentre(new AffineWarp(0, 0, 0, 0.1, 0.2, 1, 1), right, size, 90, 70);
        assertCentre(new AffineWarp(0, 0, 0, 0, 0, 0.5, 1), right, size, 65, 50);
    }

    @Test
    void halfAPixelIsTheMeanOfTwoNeighboursAndZeroShinesInAtTheBorder() {
        Raster image = Raster.of(new RasterSize(1, 4), new float[] {8, 4, 2, 6});
        float[] moved = new AffineWarp(0, 0, 0, 0.125, 0, 1, 1).apply(image).toFloats();
        assertThat(moved).containsExactly(new float[] {4, 6, 3, 4}, within(1e-6f));
    }

    @Test
    void bordersMirrorAtTheCentreOfTheLastPixel() {
        int[] expected = {2, 3, 2, 1, 0, 1, 2, 3, 2, 1, 0, 1};
        for (int i = -4; i < 8; i++) {
            assertThat(Sampler.mirror(i, 4)).isEqualTo(expected[i + 4]);
        }
        assertThat(Sampler.mirror(-7, 1)).isZero();
    }

    @Test
    void theElasticFieldHasTheStrengthOfBlurredNoise() {
        // white noise in [-1, 1) has deviation 1/sqrt(3); a Gaussian leaves 1 / (2 sqrt(pi) sigma) of it
        RasterSize size = new RasterSize(300, 300);
        float[] ramp = new float[size.area()];
        for (int i = 0; i < ramp.length; i++) {
            ramp[i] = i % 300;
        }
        float[] moved = ElasticWarp.draw(size, 100, 5, new SplitMix64(8))
                .apply(Raster.of(size, ramp))
                .toFloats();
        double squares = 0;
        int count = 0;
        for (int row = 20; row < 280; row++) {
            for (int column = 20; column < 280; column++) {
                double shift = moved[row * 300 + column] - column;
                squares += shift * shift;
                count++;
            }
        }
        double expected = 100 / Math.sqrt(3) / (2 * Math.sqrt(Math.PI) * 5);
        assertThat(Math.sqrt(squares / count)).isCloseTo(expected, within(0.1 * expected));
    }

    @Test
    void blurKeepsTheMeanOfAConstant() {
        float[] same = new float[50];
        java.util.Arrays.fill(same, 7);
        for (float value : GaussianBlur.of(same, new RasterSize(5, 10), 3)) {
            assertThat(value).isCloseTo(7f, within(1e-5f));
        }
    }

    @Test
    void mapsThatWouldSquashTheImageAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new AffineWarp(0, 0, 0, 0, 0, 0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new AffineWarp(0, 61, 0, 0, 0, 1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new AffineWarp(0, 45, 45, 0, 0, 1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new AffineWarp(Double.NaN, 0, 0, 0, 0, 1, 1));
    }

    private static void assertCentre(Warp warp, PixelBox box, RasterSize size, double x, double y) {
        PixelBox moved = warp.apply(box, size).orElseThrow();
        assertThat((moved.left() + moved.right()) / 2).isCloseTo(x, within(1e-9));
        assertThat((moved.top() + moved.bottom()) / 2).isCloseTo(y, within(1e-9));
    }
}
