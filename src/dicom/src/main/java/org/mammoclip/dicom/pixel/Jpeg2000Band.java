package org.mammoclip.dicom.pixel;

/** A sub-band of one resolution of a tile (T.800 B.5), in its own coordinates, ends exclusive. */
final class Jpeg2000Band {
    /** Bit 0: horizontally high-pass; bit 1: vertically high-pass. 0 is LL, 1 HL, 2 LH, 3 HH. */
    final int orientation;

    final int left;
    final int top;
    final int right;
    final int bottom;
    /** Where the band begins among the coefficients of the tile. */
    final int column;

    final int row;
    final int bitPlanes;
    /** Size of a quantization step; 1 if the wavelet is reversible. */
    final float step;

    Jpeg2000Band(int orientation, int[] bounds, int column, int row, int bitPlanes, float step) {
        this.orientation = orientation;
        this.left = bounds[0];
        this.top = bounds[1];
        this.right = bounds[2];
        this.bottom = bounds[3];
        this.column = column;
        this.row = row;
        this.bitPlanes = bitPlanes;
        this.step = step;
    }
}
