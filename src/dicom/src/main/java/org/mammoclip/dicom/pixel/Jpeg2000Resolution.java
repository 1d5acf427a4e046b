package org.mammoclip.dicom.pixel;

/** One resolution of a tile (T.800 B.5) with its precincts in raster order; bounds in its own coordinates, ends exclusive. */
final class Jpeg2000Resolution {
    final int left;
    final int top;
    final int right;
    final int bottom;
    final Jpeg2000Precinct[] precincts;

    Jpeg2000Resolution(int left, int top, int right, int bottom, Jpeg2000Precinct[] precincts) {
        this.left = left;
        this.top = top;
        this.right = right;
        this.bottom = bottom;
        this.precincts = precincts;
    }

    int width() {
        return right - left;
    }

    int height() {
        return bottom - top;
    }
}
