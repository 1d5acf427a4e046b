package org.mammoclip.dicom.pixel;

/**
 * The coding parameters of a JPEG-LS scan (T.87 table C.1 to C.3), named as there.
 *
 * @param maxVal largest sample value
 * @param near largest error of a sample; 0 is lossless
 * @param t1 first gradient threshold
 * @param t2 second gradient threshold
 * @param t3 third gradient threshold
 * @param reset occurrences of a context before its statistics are halved
 */
record JpegLsParameters(int maxVal, int near, int t1, int t2, int t3, int reset) {
    private static final int DEFAULT_RESET = 64;

    /**
     * @param preset MAXVAL, T1, T2, T3, RESET of an LSE segment; 0 for a default
     * @throws UndecodablePixelsException if they break the bounds of T.87 C.2.4.1.1
     */
    static JpegLsParameters of(int precision, int near, int[] preset) throws UndecodablePixelsException {
        int largest = (1 << precision) - 1;
        int maxVal = preset[0] == 0 ? largest : preset[0];
        if (maxVal > largest || near > Math.min(255, maxVal / 2)) {
            throw JpegMarkers.corrupt("MAXVAL " + maxVal + ", NEAR " + near + " at " + precision + " bits");
        }
        int t1;
        int t2;
        int t3;
        if (maxVal >= 128) {
            int factor = (Math.min(maxVal, 4095) + 128) / 256;
            t1 = limited(factor + 2 + 3 * near, near + 1, maxVal);
            t2 = limited(factor * 4 + 3 + 5 * near, t1, maxVal);
            t3 = limited(factor * 17 + 4 + 7 * near, t2, maxVal);
        } else {
            int factor = 256 / (maxVal + 1);
            t1 = limited(Math.max(2, 3 / factor + 3 * near), near + 1, maxVal);
            t2 = limited(Math.max(3, 7 / factor + 5 * near), t1, maxVal);
            t3 = limited(Math.max(4, 21 / factor + 7 * near), t2, maxVal);
        }
        t1 = preset[1] == 0 ? t1 : preset[1];
        t2 = preset[2] == 0 ? t2 : preset[2];
        t3 = preset[3] == 0 ? t3 : preset[3];
        int reset = preset[4] == 0 ? DEFAULT_RESET : preset[4];
        if (t1 <= near || t2 < t1 || t3 < t2 || t3 > maxVal || reset < 3 || reset > Math.max(255, maxVal)) {
            throw JpegMarkers.corrupt("JPEG-LS preset parameters out of bounds");
        }
        return new JpegLsParameters(maxVal, near, t1, t2, t3, reset);
    }

    private static int limited(int value, int least, int maxVal) {
        return value > maxVal || value < least ? least : value;
    }

    /** How many values a prediction error can take. */
    int range() {
        return (maxVal + 2 * near) / (2 * near + 1) + 1;
    }

    /** Bits of a prediction error. */
    int qbpp() {
        return bitsFor(range());
    }

    /** Longest code word in bits. */
    int limit() {
        int bpp = Math.max(2, bitsFor(maxVal + 1));
        return 2 * (bpp + Math.max(8, bpp));
    }

    private static int bitsFor(int count) {
        return 32 - Integer.numberOfLeadingZeros(count - 1);
    }

    /** The gradient region of a difference between neighbours, -4 to 4 (T.87 A.3.3). */
    int quantized(int difference) {
        int magnitude = Math.abs(difference);
        int region;
        if (magnitude <= near) {
            region = 0;
        } else if (magnitude < t1) {
            region = 1;
        } else if (magnitude < t2) {
            region = 2;
        } else {
            region = magnitude < t3 ? 3 : 4;
        }
        return difference < 0 ? -region : region;
    }
}
