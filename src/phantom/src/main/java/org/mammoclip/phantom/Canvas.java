package org.mammoclip.phantom;

/**
 * Brightness over the detector while an image is painted, about 0 (air) to 1 (bright), chest wall at column 0. Not thread-safe.
 */
final class Canvas {
    final int rows;
    final int columns;
    /** Millimetres per pixel. */
    final double pitch;

    final float[] values;

    Canvas(int rows, int columns) {
        this.rows = rows;
        this.columns = columns;
        this.pitch = Projection.HEIGHT_MM / rows;
        this.values = new float[rows * columns];
    }

    double x(int column) {
        return (column + 0.5) * pitch;
    }

    double y(int row) {
        return (row + 0.5) * pitch;
    }

    int firstRow(double y) {
        return (int) Math.max(0, Math.min(rows, Math.floor(y / pitch)));
    }

    int firstColumn(double x) {
        return (int) Math.max(0, Math.min(columns, Math.floor(x / pitch)));
    }

    int endRow(double y) {
        return (int) Math.max(0, Math.min(rows, Math.ceil(y / pitch)));
    }

    int endColumn(double x) {
        return (int) Math.max(0, Math.min(columns, Math.ceil(x / pitch)));
    }

    /** Adds a brightness that depends on the place to a square; only where there is tissue. */
    void add(double x, double y, double reach, Brightness brightness) {
        for (int row = firstRow(y - reach); row < endRow(y + reach); row++) {
            for (int column = firstColumn(x - reach); column < endColumn(x + reach); column++) {
                int at = row * columns + column;
                if (values[at] > 0) {
                    values[at] += (float) brightness.at(x(column) - x, y(row) - y);
                }
            }
        }
    }

    /** Standard deviation of what is there within a disc, tissue only. */
    double deviation(double x, double y, double radius) {
        double sum = 0;
        double squares = 0;
        int count = 0;
        for (int row = firstRow(y - radius); row < endRow(y + radius); row++) {
            for (int column = firstColumn(x - radius); column < endColumn(x + radius); column++) {
                float value = values[row * columns + column];
                double dx = x(column) - x;
                double dy = y(row) - y;
                if (value > 0 && dx * dx + dy * dy < radius * radius) {
                    sum += value;
                    squares += (double) value * value;
                    count++;
                }
            }
        }
        double mean = count == 0 ? 0 : sum / count;
        return count == 0 ? 0 : Math.sqrt(Math.max(0, squares / count - mean * mean));
    }

    /** Brightness by place, relative to a centre, in millimetres. */
    @FunctionalInterface
    interface Brightness {
        double at(double dx, double dy);
    }
}
