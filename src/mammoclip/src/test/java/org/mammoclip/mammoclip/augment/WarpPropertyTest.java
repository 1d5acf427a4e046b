package org.mammoclip.mammoclip.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.mammoclip.mammoclip.RasterSize;
import org.mammoclip.mammoclip.random.SplitMix64;

/** Rules that hold for every raster and every drawing. */
class WarpPropertyTest {

    @Property(tries = 100)
    void flippingTwiceIsTheIdentity(
            @ForAll @IntRange(min = 1, max = 30) int rows,
            @ForAll @IntRange(min = 1, max = 30) int columns,
            @ForAll long seed) {
        Raster image = noise(new RasterSize(rows, columns), seed);
        for (Flip flip : Flip.values()) {
            assertThat(flip.apply(flip.apply(image)).toFloats()).isEqualTo(image.toFloats());
            if (rows > 1 && columns > 1) {
                PixelBox box = new PixelBox(0, 0, columns - 1, rows - 1);
                PixelBox once = flip.apply(box, image.size()).orElseThrow();
                assertThat(flip.apply(once, image.size())).contains(box);
            }
        }
    }

    @Property(tries = 100)
    void warpsThatDoNothingKeepEveryBit(
            @ForAll @IntRange(min = 1, max = 40) int rows,
            @ForAll @IntRange(min = 1, max = 40) int columns,
            @ForAll long seed) {
        Raster image = noise(new RasterSize(rows, columns), seed);
        assertThat(AffineWarp.IDENTITY.apply(image).toFloats()).isEqualTo(image.toFloats());
        ElasticWarp still = ElasticWarp.draw(image.size(), 0, 4, new SplitMix64(seed));
        assertThat(still.apply(image).toFloats()).isEqualTo(image.toFloats());
    }

    @Property(tries = 100)
    void valuesStayBetweenTheLowestAndHighestOfTheSource(@ForAll long seed) {
        Raster image = noise(new RasterSize(23, 31), seed);
        Raster moved =
                Augmentation.DETECTION.draw(image.size(), new SplitMix64(seed)).apply(image);
        for (float value : moved.toFloats()) {
            assertThat(value).isBetween(0f, 255f);
        }
    }

    @Property(tries = 60)
    void anIntegerShiftMovesPixelsExactly(
            @ForAll @IntRange(min = -9, max = 9) int dx,
            @ForAll @IntRange(min = -9, max = 9) int dy,
            @ForAll long seed) {
        Raster image = noise(new RasterSize(16, 20), seed);
        Raster moved = new AffineWarp(0, 0, 0, dx / 20.0, dy / 16.0, 1, 1).apply(image);
        for (int row = 0; row < 16; row++) {
            for (int column = 0; column < 20; column++) {
                int fromRow = row - dy;
                int fromColumn = column - dx;
                boolean inside = fromRow >= 0 && fromRow < 16 && fromColumn >= 0 && fromColumn < 20;
                assertThat(moved.at(row, column)).isEqualTo(inside ? image.at(fromRow, fromColumn) : 0);
            }
        }
    }

    /** A bright square in a dark image: afterwards the moved box holds all that is bright, and is centred on it. */
    @Property(tries = 200)
    void aBoxFollowsTheBrightSquareInIt(
            @ForAll @DoubleRange(min = -20, max = 20) double rotation,
            @ForAll @DoubleRange(min = -20, max = 20) double shearX,
            @ForAll @DoubleRange(min = -20, max = 20) double shearY,
            @ForAll @DoubleRange(min = 0.8, max = 1.2) double scaleX,
            @ForAll @DoubleRange(min = 0.8, max = 1.2) double scaleY,
            @ForAll @IntRange(min = 40, max = 70) int left,
            @ForAll @IntRange(min = 60, max = 80) int top,
            @ForAll long seed) {
        RasterSize size = new RasterSize(160, 120);
        Raster image = square(size, left, top, 14, 10);
        Warp warp = Warp.sequence(java.util.List.of(
                (seed & 1) == 0 ? Flip.HORIZONTAL : Flip.VERTICAL,
                new AffineWarp(rotation, shearX, shearY, 0.05, -0.05, scaleX, scaleY),
                ElasticWarp.draw(size, 10, 6, new SplitMix64(seed))));
        Raster moved = warp.apply(image);
        PixelBox box =
                warp.apply(new PixelBox(left, top, left + 14, top + 10), size).orElseThrow();
        double mass = 0;
        double x = 0;
        double y = 0;
        for (int row = 0; row < 160; row++) {
            for (int column = 0; column < 120; column++) {
                float value = moved.at(row, column);
                mass += value;
                x += value * (column + 0.5);
                y += value * (row + 0.5);
                if (value > 60) {
                    assertThat(column + 0.5).isBetween(box.left() - 1.5, box.right() + 1.5);
                    assertThat(row + 0.5).isBetween(box.top() - 1.5, box.bottom() + 1.5);
                }
            }
        }
        assertThat(x / mass).isCloseTo((box.left() + box.right()) / 2, within(1.0));
        assertThat(y / mass).isCloseTo((box.top() + box.bottom()) / 2, within(1.0));
    }

    private static Raster square(RasterSize size, int left, int top, int width, int height) {
        float[] values = new float[size.area()];
        for (int row = top; row < top + height; row++) {
            for (int column = left; column < left + width; column++) {
                values[row * size.columns() + column] = 200;
            }
        }
        return Raster.of(size, values);
    }

    private static Raster noise(RasterSize size, long seed) {
        float[] values = new float[size.area()];
        SplitMix64 random = new SplitMix64(seed);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (255 * random.nextDouble());
        }
        return Raster.of(size, values);
    }
}
