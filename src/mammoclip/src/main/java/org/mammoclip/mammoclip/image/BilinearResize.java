package org.mammoclip.mammoclip.image;

import java.util.Arrays;

/**
 * Bilinear resizing as OpenCV does it (INTER_LINEAR): the centre of output pixel {@code d} lies at {@code (d + 0.5) * in / out - 0.5}
 * in input pixels, whose centres are whole numbers (the half-pixel convention); beyond the outermost centres the edge value goes
 * on; nothing is averaged when the image gets smaller.
 */
public final class BilinearResize {
    /** OpenCV's weights for 8-bit images have 11 bits. */
    private static final int ONE = 1 << 11;

    private BilinearResize() {}

    /**
     * In floating point.
     *
     * @param values rows x columns values, row-major
     * @return toRows x toColumns values
     */
    public static float[] apply(float[] values, int rows, int columns, int toRows, int toColumns) {
        requireSizes(values, rows, columns, toRows, toColumns);
        Axis down = new Axis(rows, toRows);
        Axis right = new Axis(columns, toColumns);
        float[] across = new float[Math.multiplyExact(rows, toColumns)];
        for (int row = 0; row < rows; row++) {
            int from = row * columns;
            for (int column = 0; column < toColumns; column++) {
                float weight = right.weight[column];
                across[row * toColumns + column] = values[from + right.first[column]] * (1 - weight)
                        + values[from + right.second[column]] * weight;
            }
        }
        float[] resized = new float[Math.multiplyExact(toRows, toColumns)];
        for (int row = 0; row < toRows; row++) {
            int above = down.first[row] * toColumns;
            int below = down.second[row] * toColumns;
            int to = row * toColumns;
            float weight = down.weight[row];
            for (int column = 0; column < toColumns; column++) {
                resized[to + column] = across[above + column] * (1 - weight) + across[below + column] * weight;
            }
        }
        return resized;
    }

    /**
     * With the integer arithmetic OpenCV has for 8-bit images, whose result can differ from the exact one by three quarters of a grey
     * level. Bit for bit the same when the image gets smaller.
     *
     * @param grey rows x columns whole numbers from 0 to 255, row-major
     * @return toRows x toColumns whole numbers from 0 to 255
     */
    public static float[] applyToGrey8(float[] grey, int rows, int columns, int toRows, int toColumns) {
        requireSizes(grey, rows, columns, toRows, toColumns);
        Axis down = new Axis(rows, toRows);
        Axis right = new Axis(columns, toColumns);
        float[] resized = new float[Math.multiplyExact(toRows, toColumns)];
        for (int row = 0; row < toRows; row++) {
            int above = down.first[row] * columns;
            int below = down.second[row] * columns;
            for (int column = 0; column < toColumns; column++) {
                int top = right.blend(grey, above, column) >> 4;
                int bottom = right.blend(grey, below, column) >> 4;
                int sum = (down.keep[row] * top >> 16) + (down.take[row] * bottom >> 16);
                resized[row * toColumns + column] = (sum + 2) >> 2;
            }
        }
        return resized;
    }

    /** Whether the values are what {@link #applyToGrey8} takes. */
    public static boolean isGrey8(float[] values) {
        for (float value : values) {
            if (!(value >= 0 && value <= 255 && value == (int) value)) {
                return false;
            }
        }
        return true;
    }

    private static void requireSizes(float[] values, int rows, int columns, int toRows, int toColumns) {
        if (rows < 1 || columns < 1 || toRows < 1 || toColumns < 1 || values.length != (long) rows * columns) {
            throw new IllegalArgumentException(values.length + " values as " + rows + "x" + columns
                    + " cannot be resized to " + toRows + "x" + toColumns);
        }
    }

    /** For each output position the two neighbours of its centre and their weights. */
    private static final class Axis {
        final int[] first;
        final int[] second;
        final float[] weight;
        final int[] keep;
        final int[] take;

        Axis(int from, int to) {
            first = new int[to];
            second = new int[to];
            weight = new float[to];
            keep = new int[to];
            take = new int[to];
            double scale = (double) from / to;
            for (int i = 0; i < to; i++) {
                float centre = (float) ((i + 0.5) * scale - 0.5);
                int floor = (int) Math.floor(centre);
                first[i] = Math.max(0, Math.min(floor, from - 1));
                second[i] = Math.min(first[i] + 1, from - 1);
                weight[i] = floor < 0 || floor >= from - 1 ? 0 : centre - floor;
            }
            Arrays.setAll(keep, i -> (int) Math.rint((1 - weight[i]) * ONE));
            Arrays.setAll(take, i -> (int) Math.rint(weight[i] * ONE));
        }

        int blend(float[] grey, int rowStart, int column) {
            return (int) grey[rowStart + first[column]] * keep[column]
                    + (int) grey[rowStart + second[column]] * take[column];
        }
    }
}
