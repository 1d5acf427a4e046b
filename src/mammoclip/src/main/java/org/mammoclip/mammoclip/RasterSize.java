package org.mammoclip.mammoclip;

/**
 * The size of a two-dimensional grid of numbers, rows before columns.
 *
 * @param rows height, 1 to 65535
 * @param columns width, 1 to 65535
 */
public record RasterSize(int rows, int columns) {
    /** What a released checkpoint was trained on: 1520 rows, 912 columns. */
    public static final RasterSize REFERENCE = new RasterSize(1520, 912);

    private static final int MAX_SIDE = 65_535;

    public RasterSize {
        if (rows < 1 || rows > MAX_SIDE || columns < 1 || columns > MAX_SIDE) {
            throw new IllegalArgumentException(
                    "raster of " + rows + "x" + columns + ": sides must be 1 to " + MAX_SIDE);
        }
    }

    /** Number of grid points. */
    public int area() {
        return Math.multiplyExact(rows, columns);
    }

    /** {@code 1520x912}: rows, then columns. */
    @Override
    public String toString() {
        return rows + "x" + columns;
    }
}
