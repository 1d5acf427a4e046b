package org.mammoclip.dicom.pixel;

/**
 * The wavelet coefficients of a tile, low-pass halves first on either axis (T.800 annex F), and the synthesis that turns
 * them into samples in place.
 */
abstract class Jpeg2000Plane {
    /** How many columns are synthesised together; a cache line of numbers. */
    private static final int STRIP = 16;

    final int width;

    private Jpeg2000Plane(int width) {
        this.width = width;
    }

    /** Puts the coefficients of a decoded block in their place. */
    abstract void put(Jpeg2000Block block, Jpeg2000BlockDecoder decoder);

    /** Makes a resolution out of the next lower one and its three high-pass bands. */
    abstract void synthesize(Jpeg2000Resolution resolution);

    /** The sample at an index, rounded. */
    abstract int value(int index);

    final int start(Jpeg2000Block block) {
        return (block.band.row + block.top) * width + block.band.column + block.left;
    }

    /** The place of a border sample mirrored at the ends of a line of {@code length}. */
    static int mirrored(int index, int length) {
        int period = Math.max(2 * length - 2, 1);
        int folded = Math.floorMod(index, period);
        return Math.min(folded, period - folded);
    }

    /** The reversible 5-3 wavelet on integers. */
    static final class Whole extends Jpeg2000Plane {
        private final int[] values;

        Whole(int width, int height) {
            super(width);
            this.values = new int[width * height];
        }

        @Override
        void put(Jpeg2000Block block, Jpeg2000BlockDecoder decoder) {
            int to = start(block);
            for (int y = 0; y < block.height; y++, to += width) {
                for (int x = 0; x < block.width; x++) {
                    int twice = decoder.twice(x, y);
                    values[to + x] = twice / 2;
                }
            }
        }

        @Override
        int value(int index) {
            return values[index];
        }

        @Override
        void synthesize(Jpeg2000Resolution resolution) {
            int columns = resolution.width();
            int rows = resolution.height();
            int[] line = new int[Math.max(columns, rows * STRIP)];
            int lowColumns = (resolution.right + 1) / 2 - (resolution.left + 1) / 2;
            int oddLeft = resolution.left & 1;
            for (int y = 0; y < rows; y++) {
                int at = y * width;
                for (int i = 0; i < lowColumns; i++) {
                    line[2 * i + oddLeft] = values[at + i];
                }
                for (int i = lowColumns; i < columns; i++) {
                    line[2 * (i - lowColumns) + 1 - oddLeft] = values[at + i];
                }
                lift(line, columns, oddLeft, 1);
                System.arraycopy(line, 0, values, at, columns);
            }
            int lowRows = (resolution.bottom + 1) / 2 - (resolution.top + 1) / 2;
            int oddTop = resolution.top & 1;
            for (int x = 0; x < columns; x += STRIP) {
                int strip = Math.min(STRIP, columns - x);
                for (int i = 0; i < rows; i++) {
                    int place = i < lowRows ? 2 * i + oddTop : 2 * (i - lowRows) + 1 - oddTop;
                    System.arraycopy(values, i * width + x, line, place * strip, strip);
                }
                lift(line, rows, oddTop, strip);
                for (int i = 0; i < rows; i++) {
                    System.arraycopy(line, i * strip, values, i * width + x, strip);
                }
            }
        }

        /** T.800 F.3.8.1 on {@code strip} interleaved lines at once; {@code odd} is the parity of the first coordinate. */
        private static void lift(int[] line, int length, int odd, int strip) {
            if (length == 1) {
                for (int j = 0; odd == 1 && j < strip; j++) {
                    line[j] /= 2;
                }
                return;
            }
            for (int i = odd; i < length; i += 2) {
                int before = mirrored(i - 1, length) * strip;
                int after = mirrored(i + 1, length) * strip;
                for (int j = 0; j < strip; j++) {
                    line[i * strip + j] -= (line[before + j] + line[after + j] + 2) >> 2;
                }
            }
            for (int i = 1 - odd; i < length; i += 2) {
                int before = mirrored(i - 1, length) * strip;
                int after = mirrored(i + 1, length) * strip;
                for (int j = 0; j < strip; j++) {
                    line[i * strip + j] += (line[before + j] + line[after + j]) >> 1;
                }
            }
        }
    }

    /** The irreversible 9-7 wavelet in single precision. */
    static final class Real extends Jpeg2000Plane {
        private static final float ALPHA = -1.586134342059924f;
        private static final float BETA = -0.052980118572961f;
        private static final float GAMMA = 0.882911075530934f;
        private static final float DELTA = 0.443506852043971f;
        private static final float K = 1.230174104914001f;

        private final float[] values;

        Real(int width, int height) {
            super(width);
            this.values = new float[width * height];
        }

        @Override
        void put(Jpeg2000Block block, Jpeg2000BlockDecoder decoder) {
            int to = start(block);
            float half = block.band.step / 2;
            for (int y = 0; y < block.height; y++, to += width) {
                for (int x = 0; x < block.width; x++) {
                    values[to + x] = decoder.twice(x, y) * half;
                }
            }
        }

        @Override
        int value(int index) {
            return Math.round(values[index]);
        }

        @Override
        void synthesize(Jpeg2000Resolution resolution) {
            int columns = resolution.width();
            int rows = resolution.height();
            float[] line = new float[Math.max(columns, rows * STRIP)];
            int lowColumns = (resolution.right + 1) / 2 - (resolution.left + 1) / 2;
            int oddLeft = resolution.left & 1;
            for (int y = 0; y < rows; y++) {
                int at = y * width;
                for (int i = 0; i < lowColumns; i++) {
                    line[2 * i + oddLeft] = values[at + i];
                }
                for (int i = lowColumns; i < columns; i++) {
                    line[2 * (i - lowColumns) + 1 - oddLeft] = values[at + i];
                }
                lift(line, columns, oddLeft, 1);
                System.arraycopy(line, 0, values, at, columns);
            }
            int lowRows = (resolution.bottom + 1) / 2 - (resolution.top + 1) / 2;
            int oddTop = resolution.top & 1;
            for (int x = 0; x < columns; x += STRIP) {
                int strip = Math.min(STRIP, columns - x);
                for (int i = 0; i < rows; i++) {
                    int place = i < lowRows ? 2 * i + oddTop : 2 * (i - lowRows) + 1 - oddTop;
                    System.arraycopy(values, i * width + x, line, place * strip, strip);
                }
                lift(line, rows, oddTop, strip);
                for (int i = 0; i < rows; i++) {
                    System.arraycopy(line, i * strip, values, i * width + x, strip);
                }
            }
        }

        /** T.800 F.3.8.2. */
        private static void lift(float[] line, int length, int odd, int strip) {
            if (length == 1) {
                for (int j = 0; odd == 1 && j < strip; j++) {
                    line[j] /= 2;
                }
                return;
            }
            for (int i = 0; i < length; i++) {
                float scale = (i & 1) == odd ? K : 1 / K;
                for (int j = 0; j < strip; j++) {
                    line[i * strip + j] *= scale;
                }
            }
            step(line, length, odd, strip, DELTA);
            step(line, length, 1 - odd, strip, GAMMA);
            step(line, length, odd, strip, BETA);
            step(line, length, 1 - odd, strip, ALPHA);
        }

        private static void step(float[] line, int length, int first, int strip, float factor) {
            for (int i = first; i < length; i += 2) {
                int before = mirrored(i - 1, length) * strip;
                int after = mirrored(i + 1, length) * strip;
                for (int j = 0; j < strip; j++) {
                    line[i * strip + j] -= factor * (line[before + j] + line[after + j]);
                }
            }
        }
    }
}
