package org.mammoclip.mammogram.overlay;

/**
 * A mammogram rendered for display: 8-bit grey after VOI and inversion, padding black. The array is shared: do not
 * change it.
 *
 * @param rows of the source image
 * @param columns of the source image
 * @param grey rows x columns, row-major, 0 is black
 */
public record Background(int rows, int columns, byte[] grey) {
    /** @throws IllegalArgumentException if the number of pixels does not fit */
    @SuppressWarnings("ArrayRecordComponent")
    public Background {
        if (rows < 1 || columns < 1 || grey.length != (long) rows * columns) {
            throw new IllegalArgumentException("rows x columns grey values");
        }
    }
}
