package org.mammoclip.dicom.pixel;

import java.util.Arrays;

/** The one scan of a sequential DCT JPEG frame with one component, 8 or 12 bits (T.81 annexes A.3 and F). */
final class JpegDctScan {
    private static final int SIDE = 8;
    private static final int BLOCK = 64;

    /** Coefficient order of a block (T.81 figure A.6): position in the code to row * 8 + column. */
    private static final int[] ZIGZAG = zigzag();

    /** Basis functions: [frequency * 8 + place] = c(frequency) / 2 * cos((2 place + 1) frequency pi / 16). */
    private static final float[] BASIS = basis();

    private final ImageSize size;
    private final int precision;
    private final float[] quantization = new float[BLOCK];
    private final int restartInterval;

    /** @param restartInterval in blocks, 0 for none */
    JpegDctScan(ImageSize size, int precision, int[] quantization, int restartInterval) {
        this.size = size;
        this.precision = precision;
        this.restartInterval = restartInterval;
        for (int i = 0; i < BLOCK; i++) {
            this.quantization[ZIGZAG[i]] = quantization[i];
        }
    }

    short[] decode(JpegHuffmanReader reader, JpegHuffmanReader.Table dcTable, JpegHuffmanReader.Table acTable)
            throws UndecodablePixelsException {
        short[] cells = new short[size.pixels()];
        float[] coefficients = new float[BLOCK];
        float[] rows = new float[BLOCK];
        int across = (size.columns() + SIDE - 1) / SIDE;
        int down = (size.rows() + SIDE - 1) / SIDE;
        int dc = 0;
        for (int block = 0; block < across * down; block++) {
            if (restartInterval > 0 && block > 0 && block % restartInterval == 0) {
                reader.restart((block / restartInterval - 1) & 7);
                dc = 0;
            }
            Arrays.fill(coefficients, 0);
            int category = reader.symbol(dcTable);
            if (category > 15) {
                throw JpegMarkers.corrupt("DC category " + category);
            }
            dc += reader.extended(category);
            coefficients[0] = dc * quantization[0];
            int last = readAc(reader, acTable, coefficients);
            writeBlock(coefficients, rows, last, cells, block / across * SIDE, block % across * SIDE);
        }
        return cells;
    }

    /** @return the last coefficient read, in the order of the code; 0 if there was only DC */
    private int readAc(JpegHuffmanReader reader, JpegHuffmanReader.Table table, float[] coefficients)
            throws UndecodablePixelsException {
        int last = 0;
        for (int k = 1; k < BLOCK; k++) {
            int symbol = reader.symbol(table);
            int bits = symbol & 15;
            int zeros = symbol >> 4;
            if (bits == 0) {
                if (zeros != 15) {
                    break;
                }
                k += 15;
                continue;
            }
            k += zeros;
            if (k >= BLOCK) {
                throw JpegMarkers.corrupt("a block of more than 64 coefficients");
            }
            int place = ZIGZAG[k];
            coefficients[place] = reader.extended(bits) * quantization[place];
            last = k;
        }
        return last;
    }

    private void writeBlock(float[] coefficients, float[] rows, int last, short[] cells, int top, int left) {
        int highest = (1 << precision) - 1;
        float shift = 1 << (precision - 1);
        int bottom = Math.min(top + SIDE, size.rows());
        int right = Math.min(left + SIDE, size.columns());
        if (last == 0) {
            short flat = clamp(coefficients[0] / SIDE + shift, highest);
            for (int y = top; y < bottom; y++) {
                Arrays.fill(cells, y * size.columns() + left, y * size.columns() + right, flat);
            }
            return;
        }
        for (int v = 0; v < SIDE; v++) {
            transform(coefficients, v * SIDE, 1, rows, v * SIDE, 1);
        }
        for (int x = 0; x < SIDE; x++) {
            transform(rows, x, SIDE, coefficients, x, SIDE);
        }
        for (int y = top; y < bottom; y++) {
            for (int x = left; x < right; x++) {
                cells[y * size.columns() + x] = clamp(coefficients[(y - top) * SIDE + x - left] + shift, highest);
            }
        }
    }

    private static short clamp(float value, int highest) {
        return (short) Math.max(0, Math.min(highest, (int) Math.floor(value + 0.5f)));
    }

    /** One inverse transform of 8 values, even and odd frequencies apart (T.81 A.3.3). */
    private static void transform(float[] in, int inStart, int inStep, float[] out, int outStart, int outStep) {
        float f0 = in[inStart];
        float f1 = in[inStart + inStep];
        float f2 = in[inStart + 2 * inStep];
        float f3 = in[inStart + 3 * inStep];
        float f4 = in[inStart + 4 * inStep];
        float f5 = in[inStart + 5 * inStep];
        float f6 = in[inStart + 6 * inStep];
        float f7 = in[inStart + 7 * inStep];
        for (int x = 0; x < SIDE / 2; x++) {
            float even = f0 * BASIS[x] + f2 * BASIS[16 + x] + f4 * BASIS[32 + x] + f6 * BASIS[48 + x];
            float odd = f1 * BASIS[8 + x] + f3 * BASIS[24 + x] + f5 * BASIS[40 + x] + f7 * BASIS[56 + x];
            out[outStart + x * outStep] = even + odd;
            out[outStart + (SIDE - 1 - x) * outStep] = even - odd;
        }
    }

    private static float[] basis() {
        float[] basis = new float[BLOCK];
        for (int u = 0; u < SIDE; u++) {
            double scale = u == 0 ? Math.sqrt(0.125) : 0.5;
            for (int x = 0; x < SIDE; x++) {
                basis[u * SIDE + x] = (float) (scale * Math.cos((2 * x + 1) * u * Math.PI / 16));
            }
        }
        return basis;
    }

    /** Walks the diagonals, upwards on even ones. */
    private static int[] zigzag() {
        int[] order = new int[BLOCK];
        int index = 0;
        for (int diagonal = 0; diagonal < 2 * SIDE - 1; diagonal++) {
            for (int step = 0; step <= diagonal; step++) {
                int row = diagonal % 2 == 0 ? diagonal - step : step;
                int column = diagonal - row;
                if (row < SIDE && column < SIDE) {
                    order[index++] = row * SIDE + column;
                }
            }
        }
        return order;
    }
}
