package org.mammoclip.mammogram.prepare;

import java.util.Arrays;
import org.mammoclip.dicom.pixel.ImageSize;

/**
 * OpenCV's INTER_AREA for 8-bit grey images, with its arithmetic: a score must not hang on which of two roundings a
 * library does. Shrinking on both axes averages areas; anything else is linear interpolation with the area-flavoured
 * choice of source places.
 */
final class Resize {
    private Resize() {}

    /** @return rows x columns of {@code target}, row-major, unsigned 8-bit */
    static byte[] to(ImageSize target, GreyImage image, BreastCrop crop) {
        // The reciprocal of the inverse, because the reference rounds twice on this way.
        double columnScale = 1 / ((double) target.columns() / crop.columns());
        double rowScale = 1 / ((double) target.rows() / crop.rows());
        if (crop.rows() == target.rows() && crop.columns() == target.columns()) {
            return copy(image, crop);
        }
        if (columnScale < 1 || rowScale < 1) {
            return new LinearResize(target, image, crop, columnScale, rowScale).run();
        }
        boolean whole = isWhole(columnScale) && isWhole(rowScale);
        return whole
                ? averageBlocks(target, image, crop, (int) Math.rint(columnScale), (int) Math.rint(rowScale))
                : new AreaResize(target, image, crop, columnScale, rowScale).run();
    }

    private static boolean isWhole(double scale) {
        return Math.abs(scale - Math.rint(scale)) < Math.ulp(1.0);
    }

    /** Copies the kept pixels of a row into {@code levels}. */
    static void readRow(GreyImage image, BreastCrop crop, int cropRow, int[] levels) {
        int row = crop.row(cropRow);
        for (int i = 0; i < crop.columns(); i++) {
            levels[i] = image.value(row, crop.column(i));
        }
    }

    private static byte[] copy(GreyImage image, BreastCrop crop) {
        byte[] out = new byte[crop.rows() * crop.columns()];
        int at = 0;
        for (int row = 0; row < crop.rows(); row++) {
            for (int column = 0; column < crop.columns(); column++) {
                out[at++] = (byte) image.value(crop.row(row), crop.column(column));
            }
        }
        return out;
    }

    /** Both scales whole: sums of integers, and for 2 x 2 rounding half up instead of half to even. */
    private static byte[] averageBlocks(
            ImageSize target, GreyImage image, BreastCrop crop, int blockColumns, int blockRows) {
        byte[] out = new byte[target.pixels()];
        int[] levels = new int[crop.columns()];
        int[] sums = new int[target.columns()];
        float share = 1f / (blockColumns * blockRows);
        boolean twoByTwo = blockColumns == 2 && blockRows == 2;
        for (int row = 0; row < target.rows(); row++) {
            Arrays.fill(sums, 0);
            for (int i = 0; i < blockRows; i++) {
                readRow(image, crop, row * blockRows + i, levels);
                for (int column = 0, from = 0; column < sums.length; column++) {
                    for (int j = 0; j < blockColumns; j++) {
                        sums[column] += levels[from++];
                    }
                }
            }
            for (int column = 0; column < sums.length; column++) {
                int average = twoByTwo ? (sums[column] + 2) >> 2 : (int) Math.rint(sums[column] * share);
                out[row * sums.length + column] = (byte) average;
            }
        }
        return out;
    }
}
