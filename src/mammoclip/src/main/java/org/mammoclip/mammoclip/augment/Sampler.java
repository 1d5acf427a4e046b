package org.mammoclip.mammoclip.augment;

/** Bilinear interpolation between pixel centres, with two rules for what lies outside. */
final class Sampler {
    /** Closer to a pixel centre than this is on it; keeps a warp that does nothing exact. */
    private static final double ON_CENTRE = 1e-9;

    private final float[] values;
    private final int rows;
    private final int columns;

    Sampler(Raster image) {
        this.values = image.values();
        this.rows = image.size().rows();
        this.columns = image.size().columns();
    }

    /** At a place in pixel-edge coordinates; 0 outside. */
    float zeroOutside(double x, double y) {
        double u = snap(x - 0.5);
        double v = snap(y - 0.5);
        if (u <= -1 || v <= -1 || u >= columns || v >= rows) {
            return 0;
        }
        int column = (int) Math.floor(u);
        int row = (int) Math.floor(v);
        return mix(
                u - column,
                v - row,
                inside(row, column),
                inside(row, column + 1),
                inside(row + 1, column),
                inside(row + 1, column + 1));
    }

    /** At a place in pixel-edge coordinates; outside mirrored at the centre of the border pixel (reflect-101). */
    float mirrored(double x, double y) {
        double u = snap(x - 0.5);
        double v = snap(y - 0.5);
        int column = (int) Math.floor(u);
        int row = (int) Math.floor(v);
        int left = mirror(column, columns);
        int right = mirror(column + 1, columns);
        int top = mirror(row, rows) * columns;
        int bottom = mirror(row + 1, rows) * columns;
        return mix(
                u - column,
                v - row,
                values[top + left],
                values[top + right],
                values[bottom + left],
                values[bottom + right]);
    }

    private float inside(int row, int column) {
        return row < 0 || column < 0 || row >= rows || column >= columns ? 0 : values[row * columns + column];
    }

    private static float mix(double fx, double fy, float topLeft, float topRight, float bottomLeft, float bottomRight) {
        double top = topLeft + fx * ((double) topRight - topLeft);
        double bottom = bottomLeft + fx * ((double) bottomRight - bottomLeft);
        return (float) (top + fy * (bottom - top));
    }

    private static double snap(double position) {
        double nearest = Math.rint(position);
        return Math.abs(position - nearest) < ON_CENTRE ? nearest : position;
    }

    /** 0 1 2 3 for -3..: 3 2 1 0 1 2 3 2 1 0. */
    static int mirror(int index, int length) {
        if (length == 1) {
            return 0;
        }
        int period = 2 * (length - 1);
        int folded = Math.floorMod(index, period);
        return folded < length ? folded : period - folded;
    }
}
