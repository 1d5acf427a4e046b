package org.mammoclip.mammogram.prepare;

import org.mammoclip.dicom.pixel.ImageSize;
import org.mammoclip.dicom.pixel.StoredPixels;

/**
 * A frame seen through a table from stored values to 8-bit grey levels. The grey image itself is never made: of a
 * 13-million-pixel mammogram only the rows at hand exist in grey.
 */
final class GreyImage {
    private final StoredPixels pixels;
    private final byte[] table;
    private final int lowest;

    /** @param table grey levels 0 to 255 of all values from {@code pixels.lowest()} to {@code pixels.highest()} */
    GreyImage(StoredPixels pixels, byte[] table) {
        this.pixels = pixels;
        this.table = table;
        this.lowest = pixels.lowest();
    }

    ImageSize size() {
        return pixels.size();
    }

    int value(int row, int column) {
        return table[pixels.value(row * pixels.size().columns() + column) - lowest] & 0xFF;
    }

    /** The same image with every grey level up to and including {@code highest} turned to 0. */
    GreyImage withoutBackground(int highest) {
        byte[] thresholded = table.clone();
        for (int i = 0; i < thresholded.length; i++) {
            if ((thresholded[i] & 0xFF) <= highest) {
                thresholded[i] = 0;
            }
        }
        return new GreyImage(pixels, thresholded);
    }
}
