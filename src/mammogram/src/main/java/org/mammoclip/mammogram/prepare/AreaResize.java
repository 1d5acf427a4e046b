package org.mammoclip.mammogram.prepare;

import java.util.Arrays;
import org.mammoclip.dicom.pixel.ImageSize;

/** Area averaging with fractional scales of at least 1 on both axes, in single precision as the reference. */
final class AreaResize {
    private final ImageSize target;
    private final GreyImage image;
    private final BreastCrop crop;
    private final Shares columnShares;
    private final Shares rowShares;

    AreaResize(ImageSize target, GreyImage image, BreastCrop crop, double columnScale, double rowScale) {
        this.target = target;
        this.image = image;
        this.crop = crop;
        this.columnShares = Shares.of(crop.columns(), target.columns(), columnScale);
        this.rowShares = Shares.of(crop.rows(), target.rows(), rowScale);
    }

    /** Which part of which source cells makes up each target cell, in ascending order of target, then source. */
    private record Shares(int[] target, int[] source, float[] weight) {
        @SuppressWarnings("ArrayRecordComponent")
        private Shares {}

        /** A sliver thinner than this is left out. */
        private static final double SLIVER = 1e-3;

        static Shares of(int sourceLength, int targetLength, double scale) {
            int capacity = sourceLength + 2 * targetLength;
            int[] target = new int[capacity];
            int[] source = new int[capacity];
            float[] weight = new float[capacity];
            int count = 0;
            for (int cell = 0; cell < targetLength; cell++) {
                double start = cell * scale;
                double end = start + scale;
                double width = Math.min(scale, sourceLength - start);
                int lastWhole = Math.min((int) Math.floor(end), sourceLength - 1);
                int firstWhole = Math.min((int) Math.ceil(start), lastWhole);
                if (firstWhole - start > SLIVER) {
                    target[count] = cell;
                    source[count] = firstWhole - 1;
                    weight[count++] = (float) ((firstWhole - start) / width);
                }
                for (int i = firstWhole; i < lastWhole; i++) {
                    target[count] = cell;
                    source[count] = i;
                    weight[count++] = (float) (1 / width);
                }
                if (end - lastWhole > SLIVER) {
                    target[count] = cell;
                    source[count] = lastWhole;
                    weight[count++] = (float) (Math.min(Math.min(end - lastWhole, 1), width) / width);
                }
            }
            return new Shares(Arrays.copyOf(target, count), Arrays.copyOf(source, count), Arrays.copyOf(weight, count));
        }
    }

    byte[] run() {
        byte[] out = new byte[target.pixels()];
        int[] levels = new int[crop.columns()];
        float[] narrowed = new float[target.columns()];
        float[] sums = new float[target.columns()];
        int present = -1;
        int row = 0;
        for (int k = 0; k < rowShares.target.length; k++) {
            if (rowShares.source[k] != present) {
                present = rowShares.source[k];
                Resize.readRow(image, crop, present, levels);
                narrow(levels, narrowed);
            }
            float share = rowShares.weight[k];
            if (rowShares.target[k] != row) {
                store(sums, out, row);
                row = rowShares.target[k];
                Arrays.fill(sums, 0);
            }
            for (int i = 0; i < sums.length; i++) {
                sums[i] += share * narrowed[i];
            }
        }
        store(sums, out, row);
        return out;
    }

    private void narrow(int[] levels, float[] narrowed) {
        Arrays.fill(narrowed, 0);
        int[] to = columnShares.target;
        int[] from = columnShares.source;
        float[] weight = columnShares.weight;
        for (int k = 0; k < to.length; k++) {
            narrowed[to[k]] += levels[from[k]] * weight[k];
        }
    }

    private static void store(float[] sums, byte[] out, int row) {
        int at = row * sums.length;
        for (float sum : sums) {
            out[at++] = (byte) Math.max(0, Math.min(255, (int) Math.rint(sum)));
        }
    }
}
