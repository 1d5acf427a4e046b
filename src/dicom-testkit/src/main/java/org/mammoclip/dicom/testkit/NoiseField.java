package org.mammoclip.dicom.testkit;

import java.util.SplittableRandom;

/** One octave of value noise: random lattice values in [-1, 1], smoothly interpolated. Rows must be asked one by one. */
final class NoiseField {
    private final double cellHeight;
    private final int cellWidth;
    private final int latticeColumns;
    private final float[] lattice;
    private final float[] weight;
    private final float amplitude;

    /** @param cellWidth lattice distance in columns, at least 1 */
    NoiseField(SplittableRandom random, int rows, int columns, int cellWidth, double cellHeight, double amplitude) {
        this.cellWidth = cellWidth;
        this.cellHeight = cellHeight;
        this.amplitude = (float) amplitude;
        latticeColumns = columns / cellWidth + 2;
        int latticeRows = (int) (rows / cellHeight) + 3;
        lattice = new float[latticeRows * latticeColumns];
        for (int i = 0; i < lattice.length; i++) {
            lattice[i] = (float) (random.nextDouble() * 2 - 1);
        }
        weight = new float[cellWidth];
        for (int i = 0; i < cellWidth; i++) {
            weight[i] = smooth((i + 0.5f) / cellWidth);
        }
    }

    private static float smooth(float t) {
        return t * t * (3 - 2 * t);
    }

    /** Adds this octave's values of one row to the first {@code width} members of {@code sum}. */
    void addRow(int row, float[] sum, int width) {
        double y = row / cellHeight;
        int upper = (int) y;
        float wy = smooth((float) (y - upper));
        int base = upper * latticeColumns;
        float left = at(base, wy);
        for (int cell = 0, from = 0; from < width; cell++, from += cellWidth) {
            float right = at(base + cell + 1, wy);
            float slope = right - left;
            int count = Math.min(cellWidth, width - from);
            for (int i = 0; i < count; i++) {
                sum[from + i] += left + slope * weight[i];
            }
            left = right;
        }
    }

    private float at(int index, float wy) {
        float above = lattice[index];
        float below = lattice[index + latticeColumns];
        return amplitude * (above + (below - above) * wy);
    }
}
