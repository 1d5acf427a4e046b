package org.mammoclip.mammogram;

/**
 * A point of an image with sub-pixel resolution: 0\0 is the outer corner of the top left pixel, 0.5\0.5 its centre,
 * Columns\Rows the lower right corner (SCOORD, PS3.3 C.18.6).
 *
 * @param column grows to the right
 * @param row grows downwards
 */
public record PixelPoint(double column, double row) {
    /** @throws IllegalArgumentException if a coordinate is not finite */
    public PixelPoint {
        if (!Double.isFinite(column) || !Double.isFinite(row)) {
            throw new IllegalArgumentException("a point has finite coordinates");
        }
    }
}
