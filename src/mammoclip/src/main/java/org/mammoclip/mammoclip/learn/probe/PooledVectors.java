package org.mammoclip.mammoclip.learn.probe;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Pooled vectors of images, one row each, all of one width. Immutable, thread-safe. */
public final class PooledVectors {
    private final float[][] rows;
    private final int width;

    private PooledVectors(float[][] rows, int width) {
        this.rows = rows;
        this.width = width;
    }

    /**
     * @param rows borrowed, not to be changed afterwards
     * @throws IllegalArgumentException if there is none, they have different widths, or a value is not finite
     */
    public static PooledVectors of(List<float[]> rows) {
        if (rows.isEmpty() || rows.get(0).length == 0) {
            throw new IllegalArgumentException("no vectors");
        }
        int width = rows.get(0).length;
        for (int i = 0; i < rows.size(); i++) {
            float[] row = rows.get(i);
            if (row.length != width) {
                throw new IllegalArgumentException(
                        "vector " + i + " has " + row.length + " values, the first has " + width);
            }
            for (float value : row) {
                if (!Float.isFinite(value)) {
                    throw new IllegalArgumentException("vector " + i + " has a value that is not finite");
                }
            }
        }
        return new PooledVectors(rows.toArray(new float[0][]), width);
    }

    /** Number of images. */
    public int size() {
        return rows.length;
    }

    /** Values of each vector. */
    public int width() {
        return width;
    }

    /** The vectors at these places, in this order. */
    public PooledVectors at(int... places) {
        return new PooledVectors(
                Arrays.stream(places).mapToObj(place -> rows[place]).toArray(float[][]::new), width);
    }

    /** The shared row itself. */
    float[] row(int index) {
        return rows[index];
    }

    /** Sum of a row's values with these weights, in double precision; four sums side by side are no wait for one another. */
    double dot(int index, double[] weights, int offset) {
        float[] row = rows[index];
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int j = 0;
        for (; j + 3 < width; j += 4) {
            a += row[j] * weights[offset + j];
            b += row[j + 1] * weights[offset + j + 1];
            c += row[j + 2] * weights[offset + j + 2];
            d += row[j + 3] * weights[offset + j + 3];
        }
        for (; j < width; j++) {
            a += row[j] * weights[offset + j];
        }
        return a + b + (c + d);
    }

    /** Each column's mean. */
    double[] means() {
        double[] means = new double[width];
        for (float[] row : rows) {
            for (int j = 0; j < width; j++) {
                means[j] += row[j];
            }
        }
        return IntStream.range(0, width)
                .mapToDouble(j -> means[j] / rows.length)
                .toArray();
    }

    /** Each column's standard deviation over all rows. */
    double[] deviations(double[] means) {
        double[] squares = new double[width];
        for (float[] row : rows) {
            for (int j = 0; j < width; j++) {
                double distance = row[j] - means[j];
                squares[j] += distance * distance;
            }
        }
        return IntStream.range(0, width)
                .mapToDouble(j -> Math.sqrt(squares[j] / rows.length))
                .toArray();
    }
}
