package org.mammoclip.mammogram.finding;

/**
 * An attribution map: how much each cell of the image supports a score. Immutable.
 *
 * <p>Cell (row, column) covers the square from column\row to column+1\row+1; its value belongs to the centre.
 */
public final class AttributionGrid {
    private final int rows;
    private final int columns;
    private final float[] values;

    private AttributionGrid(int rows, int columns, float[] values) {
        this.rows = rows;
        this.columns = columns;
        this.values = values;
    }

    /**
     * @param values rows x columns, each in [0, 1]; copied
     * @throws IllegalArgumentException if it is empty, ragged, or a value is out of range or NaN
     */
    public static AttributionGrid of(float[][] values) {
        int rows = values.length;
        int columns = rows == 0 ? 0 : values[0].length;
        if (columns == 0) {
            throw new IllegalArgumentException("an attribution map has at least one cell");
        }
        float[] flat = new float[rows * columns];
        for (int row = 0; row < rows; row++) {
            if (values[row].length != columns) {
                throw new IllegalArgumentException("an attribution map is rectangular");
            }
            for (int column = 0; column < columns; column++) {
                float value = values[row][column];
                if (!(value >= 0 && value <= 1)) {
                    throw new IllegalArgumentException("attribution lies in [0, 1]");
                }
                flat[row * columns + column] = value;
            }
        }
        return new AttributionGrid(rows, columns, flat);
    }

    public int rows() {
        return rows;
    }

    public int columns() {
        return columns;
    }

    public float value(int row, int column) {
        return values[row * columns + column];
    }

    /**
     * The value at a point of the grid by bilinear interpolation between cell centres; the outermost half cell repeats
     * the edge.
     *
     * @param column in cells, 0 at the left edge of the first cell
     * @param row in cells, 0 at the top edge of the first cell
     */
    public double at(double column, double row) {
        double x = Math.min(Math.max(column - 0.5, 0), columns - 1);
        double y = Math.min(Math.max(row - 0.5, 0), rows - 1);
        int left = Math.min((int) x, Math.max(columns - 2, 0));
        int top = Math.min((int) y, Math.max(rows - 2, 0));
        int right = Math.min(left + 1, columns - 1);
        int bottom = Math.min(top + 1, rows - 1);
        double fx = x - left;
        double fy = y - top;
        double upper = value(top, left) * (1 - fx) + value(top, right) * fx;
        double lower = value(bottom, left) * (1 - fx) + value(bottom, right) * fx;
        return upper * (1 - fy) + lower * fy;
    }
}
