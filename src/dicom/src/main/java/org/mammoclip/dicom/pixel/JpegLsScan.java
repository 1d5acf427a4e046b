package org.mammoclip.dicom.pixel;

import java.util.Arrays;

/**
 * Decodes one JPEG-LS scan of one component (T.87 annexes A and F). Variables that the standard names keep its letters:
 * {@code a}, {@code b}, {@code c}, {@code n} are A, B, C, N of a context. One instance decodes once.
 */
final class JpegLsScan {
    private static final int REGULAR_CONTEXTS = 365;
    private static final int[] J = {
        0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 9, 10, 11, 12, 13, 14, 15
    };

    /** No honest prediction error is larger; a broken stream cannot make the statistics overflow below this. */
    private static final int MAX_ERROR = 65536;

    private final JpegLsBits in;
    private final int maxVal;
    private final int near;
    private final int step;
    private final int range;
    private final int qbpp;
    private final int limit;
    private final int reset;

    /** Gradient regions: [difference + maxVal]. */
    private final byte[] region;

    private final int[] a = new int[REGULAR_CONTEXTS + 2];
    private final int[] b = new int[REGULAR_CONTEXTS];
    private final int[] c = new int[REGULAR_CONTEXTS];
    private final int[] n = new int[REGULAR_CONTEXTS + 2];
    private final int[] negatives = new int[2];
    private int runIndex;

    JpegLsScan(JpegLsParameters parameters, JpegLsBits in) {
        this.in = in;
        maxVal = parameters.maxVal();
        near = parameters.near();
        step = 2 * near + 1;
        range = parameters.range();
        qbpp = parameters.qbpp();
        limit = parameters.limit();
        reset = parameters.reset();
        region = new byte[2 * maxVal + 1];
        for (int difference = -maxVal; difference <= maxVal; difference++) {
            region[difference + maxVal] = (byte) parameters.quantized(difference);
        }
        Arrays.fill(a, Math.max(2, (range + 32) / 64));
        Arrays.fill(n, 1);
    }

    void decode(short[] cells, ImageSize size) throws UndecodablePixelsException {
        int columns = size.columns();
        // One sample of margin on either side: the neighbours outside the image (T.87 A.2.1).
        int[] above = new int[columns + 2];
        int[] line = new int[columns + 2];
        for (int row = 0; row < size.rows(); row++) {
            above[columns + 1] = above[columns];
            line[0] = above[1];
            decodeLine(above, line, columns);
            int at = row * columns;
            for (int x = 1; x <= columns; x++) {
                cells[at++] = (short) line[x];
            }
            int[] swap = above;
            above = line;
            line = swap;
        }
    }

    private void decodeLine(int[] above, int[] line, int columns) throws UndecodablePixelsException {
        int x = 1;
        while (x <= columns) {
            int left = line[x - 1];
            int up = above[x];
            int upLeft = above[x - 1];
            int context = 81 * region[above[x + 1] - up + maxVal]
                    + 9 * region[up - upLeft + maxVal]
                    + region[upLeft - left + maxVal];
            if (context != 0) {
                line[x++] = regular(context, predict(left, up, upLeft));
                continue;
            }
            x += run(line, x, left, columns + 1 - x);
            if (x <= columns) {
                line[x] = interruption(left, above[x]);
                runIndex = Math.max(0, runIndex - 1);
                x++;
            }
        }
    }

    /** The median edge detector (T.87 A.4.1). */
    private static int predict(int left, int up, int upLeft) {
        int low = Math.min(left, up);
        int high = Math.max(left, up);
        if (upLeft >= high) {
            return low;
        }
        return upLeft <= low ? high : left + up - upLeft;
    }

    private int regular(int signedContext, int predicted) throws UndecodablePixelsException {
        int sign = signedContext < 0 ? -1 : 1;
        int q = Math.abs(signedContext);
        int corrected = Math.max(0, Math.min(maxVal, predicted + sign * c[q]));
        int k = golombParameter(a[q], n[q]);
        int mapped = golomb(k, limit);
        int error;
        if (near == 0 && k == 0 && 2 * b[q] <= -n[q]) {
            error = (mapped & 1) == 1 ? mapped >> 1 : -(mapped >> 1) - 1;
        } else {
            error = (mapped & 1) == 0 ? mapped >> 1 : -(mapped >> 1) - 1;
        }
        updateRegular(q, error);
        return reconstruct(corrected, sign * error);
    }

    /** T.87 A.6. */
    private void updateRegular(int q, int error) {
        b[q] += error * step;
        a[q] += Math.abs(error);
        if (n[q] == reset) {
            a[q] >>= 1;
            b[q] >>= 1;
            n[q] >>= 1;
        }
        n[q]++;
        if (b[q] <= -n[q]) {
            b[q] = Math.max(b[q] + n[q], 1 - n[q]);
            c[q] = Math.max(c[q] - 1, -128);
        } else if (b[q] > 0) {
            b[q] = Math.min(b[q] - n[q], 0);
            c[q] = Math.min(c[q] + 1, 127);
        }
    }

    /**
     * Fills a run of {@code value} (T.87 A.7.1.1).
     *
     * @return its length; less than {@code room} if an interruption sample follows
     */
    private int run(int[] line, int start, int value, int room) throws UndecodablePixelsException {
        int length = 0;
        while (in.bits(1) == 1) {
            int block = 1 << J[runIndex];
            if (block > room - length) {
                length = room;
                break;
            }
            length += block;
            runIndex = Math.min(runIndex + 1, 31);
            if (length == room) {
                break;
            }
        }
        boolean toEndOfLine = length == room;
        if (!toEndOfLine) {
            length += in.bits(J[runIndex]);
            if (length >= room) {
                throw JpegMarkers.corrupt("a run beyond the end of its line");
            }
        }
        Arrays.fill(line, start, start + length, value);
        return length;
    }

    /** T.87 A.7.2. */
    private int interruption(int left, int up) throws UndecodablePixelsException {
        int type = Math.abs(left - up) <= near ? 1 : 0;
        int q = REGULAR_CONTEXTS + type;
        int k = golombParameter(type == 0 ? a[q] : a[q] + (n[q] >> 1), n[q]);
        int mapped = golomb(k, limit - J[runIndex] - 1);
        int magnitude = (mapped + type + 1) >> 1;
        boolean odd = ((mapped + type) & 1) == 1;
        int error = (k != 0 || 2 * negatives[type] >= n[q]) == odd ? -magnitude : magnitude;
        if (error < 0) {
            negatives[type]++;
        }
        a[q] += (mapped + 1 - type) >> 1;
        if (n[q] == reset) {
            a[q] >>= 1;
            n[q] >>= 1;
            negatives[type] >>= 1;
        }
        n[q]++;
        int sign = type == 0 && left > up ? -1 : 1;
        return reconstruct(type == 1 ? left : up, sign * error);
    }

    /** T.87 A.5.1; the sums are bounded by MAX_ERROR and RESET, so k is below 24. */
    private static int golombParameter(int sum, int count) {
        int k = 0;
        while (k < 24 && count << k < sum) {
            k++;
        }
        return k;
    }

    /** A mapped error coded with limited length (T.87 A.5.3). */
    private int golomb(int k, int longest) throws UndecodablePixelsException {
        int escape = longest - qbpp - 1;
        int zeros = in.zeros(escape);
        int mapped = zeros < escape ? (zeros << k) + in.bits(k) : in.bits(qbpp) + 1;
        if (mapped < 0 || mapped > 2 * MAX_ERROR) {
            throw JpegMarkers.corrupt("a prediction error outside the range");
        }
        return mapped;
    }

    private int reconstruct(int predicted, int error) {
        int value = predicted + error * step;
        if (value < -near) {
            value += range * step;
        } else if (value > maxVal + near) {
            value -= range * step;
        }
        return Math.max(0, Math.min(maxVal, value));
    }
}
