package org.mammoclip.mammogram.prepare;

import org.mammoclip.dicom.pixel.ImageSize;

/**
 * Linear interpolation where the image grows on at least one axis, with the source places that go with area averaging and
 * the reference's fixed-point weights of 11 bits.
 */
final class LinearResize {
    private static final int ONE = 1 << 11;

    private final ImageSize target;
    private final GreyImage image;
    private final BreastCrop crop;
    private final Places columns;
    private final Places rows;

    LinearResize(ImageSize target, GreyImage image, BreastCrop crop, double columnScale, double rowScale) {
        this.target = target;
        this.image = image;
        this.crop = crop;
        this.columns = Places.of(crop.columns(), target.columns(), columnScale);
        this.rows = Places.of(crop.rows(), target.rows(), rowScale);
    }

    /** For each target cell the first of its two source cells and the weight of the second, in units of 1 / ONE. */
    private record Places(int[] first, int[] second, int[] weight) {
        @SuppressWarnings("ArrayRecordComponent")
        private Places {}

        static Places of(int sourceLength, int targetLength, double scale) {
            int[] first = new int[targetLength];
            int[] second = new int[targetLength];
            int[] weight = new int[targetLength];
            double inverse = (double) targetLength / sourceLength;
            for (int i = 0; i < targetLength; i++) {
                int at = (int) Math.floor(i * scale);
                float fraction = (float) ((i + 1) - (at + 1) * inverse);
                fraction = fraction <= 0 ? 0 : fraction - (float) Math.floor(fraction);
                if (at >= sourceLength - 1) {
                    at = sourceLength - 1;
                    fraction = 0;
                }
                first[i] = at;
                second[i] = Math.min(at + 1, sourceLength - 1);
                weight[i] = (int) Math.rint(fraction * ONE);
            }
            return new Places(first, second, weight);
        }
    }

    byte[] run() {
        byte[] out = new byte[target.pixels()];
        int[] levels = new int[crop.columns()];
        int[] upper = new int[target.columns()];
        int[] lower = new int[target.columns()];
        int upperRow = -1;
        int lowerRow = -1;
        int at = 0;
        for (int row = 0; row < target.rows(); row++) {
            if (rows.first[row] == lowerRow && upperRow != lowerRow) {
                int[] swap = upper;
                upper = lower;
                lower = swap;
                upperRow = lowerRow;
                lowerRow = -1;
            }
            if (rows.first[row] != upperRow) {
                upperRow = rows.first[row];
                widen(upperRow, levels, upper);
            }
            if (rows.second[row] != lowerRow) {
                lowerRow = rows.second[row];
                widen(lowerRow, levels, lower);
            }
            int below = rows.weight[row];
            int above = ONE - below;
            for (int i = 0; i < upper.length; i++) {
                // Two products cut to 16 bits each before they are added and rounded, as the reference does.
                int sum = ((above * (upper[i] >> 4)) >> 16) + ((below * (lower[i] >> 4)) >> 16);
                out[at++] = (byte) ((sum + 2) >> 2);
            }
        }
        return out;
    }

    private void widen(int cropRow, int[] levels, int[] widened) {
        Resize.readRow(image, crop, cropRow, levels);
        for (int i = 0; i < widened.length; i++) {
            int weight = columns.weight[i];
            widened[i] = levels[columns.first[i]] * (ONE - weight) + levels[columns.second[i]] * weight;
        }
    }
}
