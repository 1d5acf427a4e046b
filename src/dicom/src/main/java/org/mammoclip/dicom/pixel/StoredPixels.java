package org.mammoclip.dicom.pixel;

/**
 * The stored values of one monochrome frame, as Pixel Data means them: bits outside Bits Stored are gone, signed values
 * are sign-extended, no rescale, no window, no inversion. Immutable and thread-safe as long as the caller of the
 * constructor keeps its hands off the array.
 *
 * <p>Two bytes a pixel: a 4096 x 3328 mammogram takes 27 MB.
 */
public final class StoredPixels {
    private final ImageSize size;
    private final int bitsStored;
    private final boolean signed;
    private final int mask;
    private final short[] values;

    /**
     * @param bitsStored 1 to 16
     * @param signed whether the values are two's complement
     * @param values rows x columns, row-major; not copied. An unsigned value above 32767 is held as its 16 bits
     * @throws IllegalArgumentException if the array has another length than the size has pixels
     */
    public StoredPixels(ImageSize size, int bitsStored, boolean signed, short[] values) {
        if (values.length != size.pixels()) {
            throw new IllegalArgumentException(values.length + " values for " + size);
        }
        if (bitsStored < 1 || bitsStored > 16) {
            throw new IllegalArgumentException(bitsStored + " bits stored");
        }
        this.size = size;
        this.bitsStored = bitsStored;
        this.signed = signed;
        this.mask = signed ? -1 : 0xFFFF;
        this.values = values;
    }

    public ImageSize size() {
        return size;
    }

    public int bitsStored() {
        return bitsStored;
    }

    public boolean isSigned() {
        return signed;
    }

    /** The smallest value the format can hold: 0, or -2^(bits-1) if signed. */
    public int lowest() {
        return signed ? -(1 << (bitsStored - 1)) : 0;
    }

    /** The largest value the format can hold. */
    public int highest() {
        return signed ? (1 << (bitsStored - 1)) - 1 : (1 << bitsStored) - 1;
    }

    /**
     * The stored value at a place.
     *
     * @param row 0 at the top
     * @param column 0 at the left
     * @throws IndexOutOfBoundsException if the place is not in the image
     */
    public int value(int row, int column) {
        if (column < 0 || column >= size.columns()) {
            throw new IndexOutOfBoundsException("column " + column + " of " + size);
        }
        return values[row * size.columns() + column] & mask;
    }

    /** The stored value at {@code row * columns + column}. */
    public int value(int index) {
        return values[index] & mask;
    }
}
