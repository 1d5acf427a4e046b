package org.mammoclip.dicom.pixel;

/**
 * The size of an image in pixels, rows before columns.
 *
 * @param rows height, at least 1
 * @param columns width, at least 1
 */
public record ImageSize(int rows, int columns) {
    /** @throws IllegalArgumentException if a side is not positive or there are more than 2^31 - 1 pixels */
    public ImageSize {
        if (rows < 1 || columns < 1 || (long) rows * columns > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("no image has " + rows + " rows and " + columns + " columns");
        }
    }

    /** Rows times columns. */
    public int pixels() {
        return rows * columns;
    }

    @Override
    public String toString() {
        return rows + " x " + columns;
    }
}
