package org.mammoclip.dicom.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Computes the pixels of one view: 12-bit values as a display-ready mammogram has them, tissue bright, air 0, tissue at
 * least 1. Fatty ground, fibroglandular tissue of several octaves of noise, skin edge, pectoral muscle, quantum noise.
 */
final class BreastPainter {
    /** Largest pixel value. */
    static final int MAX_VALUE = 4095;

    private static final int STEPS = 1024;
    private static final int MIN_CELL = 5;

    private final BreastShape shape;
    private final List<LesionShape> lesions;
    private final List<NoiseField> gland = new ArrayList<>();
    private final List<NoiseField> fine = new ArrayList<>();
    private final NoiseField muscle;
    private final long noiseSeed;

    BreastPainter(BreastShape shape, List<LesionShape> lesions, SplittableRandom random) {
        this.shape = shape;
        this.lesions = List.copyOf(lesions);
        int rows = shape.size().rows();
        int columns = shape.size().columns();
        double amplitude = 0.62;
        for (int parts : new int[] {4, 8, 16, 32}) {
            int cell = Math.max(MIN_CELL, rows / parts);
            gland.add(new NoiseField(random, rows, columns, cell + cell / 2, cell, amplitude));
            amplitude *= 0.6;
        }
        amplitude = 190;
        for (int parts : new int[] {32, 64, 128, 256, 512}) {
            if (rows / parts >= MIN_CELL || fine.isEmpty()) {
                int cell = Math.max(MIN_CELL, rows / parts);
                fine.add(new NoiseField(random, rows, columns, 2 * cell, cell, amplitude));
                amplitude *= 0.7;
            }
        }
        int fibre = Math.max(MIN_CELL, rows / 40);
        muscle = new NoiseField(random, rows, columns, fibre, 5.0 * fibre, 150);
        noiseSeed = random.nextLong();
    }

    /** Little endian 16-bit values, row by row; inverted as MONOCHROME1 stores them if asked for. */
    byte[] paint(boolean inverted) {
        int rows = shape.size().rows();
        int columns = shape.size().columns();
        byte[] pixels = new byte[Math.multiplyExact(Math.multiplyExact(rows, columns), 2)];
        float[] values = new float[columns];
        Row row = new Row(columns);
        for (int r = 0; r < rows; r++) {
            int width = row.compute(r, values);
            int start = r * columns;
            for (int depth = 0; depth < columns; depth++) {
                int value = depth < width ? Math.max(1, Math.min(MAX_VALUE, Math.round(values[depth]))) : 0;
                int stored = inverted ? MAX_VALUE - value : value;
                int at = 2 * (start + (shape.left() ? depth : columns - 1 - depth));
                pixels[at] = (byte) stored;
                pixels[at + 1] = (byte) (stored >> 8);
            }
        }
        return pixels;
    }

    /** Scratch space and look-up tables of one painting. */
    private final class Row {
        private final float[] glandSum;
        private final float[] fineSum;
        private final float[] muscleSum;
        private final float[] depthShareSquared;
        private final float[] edge = new float[STEPS + 1];
        private final float[] glandBias = new float[STEPS + 1];

        Row(int columns) {
            glandSum = new float[columns];
            fineSum = new float[columns];
            muscleSum = new float[columns];
            depthShareSquared = new float[columns];
            for (int i = 0; i < columns; i++) {
                double share = (i + 0.5) / shape.reach();
                depthShareSquared[i] = (float) (share * share);
            }
            for (int i = 0; i <= STEPS; i++) {
                float r2 = (float) i / STEPS;
                float inside = Math.min(1, (1 - r2) * 9);
                edge[i] = (float) Math.sqrt(0.06f + 0.94f * inside);
                glandBias[i] = 0.62f - 1.15f * r2 * r2;
            }
        }

        /** Fills {@code values} from the chest wall outwards and returns how many columns are tissue. */
        int compute(int row, float[] values) {
            int width = shape.extent(row);
            if (width == 0) {
                return 0;
            }
            double share = shape.heightShare(row + 0.5);
            float rowPart = (float) (share * share);
            sum(gland, row, glandSum, width);
            sum(fine, row, fineSum, width);
            long noise = (noiseSeed ^ (row * 0x9E3779B97F4A7C15L)) | 1;
            for (int i = 0; i < width; i++) {
                noise ^= noise << 13;
                noise ^= noise >>> 7;
                noise ^= noise << 17;
                int at = (int) (Math.min(1, rowPart + depthShareSquared[i]) * STEPS);
                float tissue = Math.max(0, Math.min(1, glandBias[at] + glandSum[i]));
                tissue *= tissue * (3 - 2 * tissue);
                values[i] = edge[at] * (760 + 1150 * tissue + (0.45f + 0.55f * tissue) * fineSum[i])
                        + (noise >> 48) * (14f / 32768);
            }
            addPectoral(row, values, width);
            for (LesionShape lesion : lesions) {
                lesion.addTo(row, values, width);
            }
            return width;
        }

        private void addPectoral(int row, float[] values, int width) {
            double extent = shape.pectoralExtent(row);
            int covered = (int) Math.min(width, extent);
            if (covered == 0) {
                return;
            }
            sum(List.of(muscle), row, muscleSum, covered);
            float softness = 1f / Math.max(2, shape.size().columns() / 45);
            for (int i = 0; i < covered; i++) {
                float share = Math.min(1, (float) (extent - i) * softness);
                values[i] += share * (1950 + muscleSum[i] - 0.7f * values[i]);
            }
        }

        private void sum(List<NoiseField> octaves, int row, float[] result, int width) {
            java.util.Arrays.fill(result, 0, width, 0);
            for (NoiseField octave : octaves) {
                octave.addRow(row, result, width);
            }
        }
    }
}
