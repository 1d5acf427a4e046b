package org.mammoclip.dicom.pixel;

import java.nio.ByteBuffer;

/**
 * The quantization of a tile (T.800 A.6.4, segment QCD).
 *
 * @param guardBits 0 to 7
 * @param derived whether only the lowest band's step is given
 * @param steps for each band exponent shl 11 or mantissa, bands in the order of the codestream; the array is shared
 */
@SuppressWarnings("ArrayRecordComponent")
record Jpeg2000Quantization(int guardBits, boolean derived, int[] steps) {
    private static final int MANTISSA_BITS = 11;

    /** Magnitudes are held in 31 bits with one fractional bit. */
    private static final int MOST_BIT_PLANES = 29;

    /** Reads a QCD segment after its length. */
    static Jpeg2000Quantization read(ByteBuffer qcd) throws UndecodablePixelsException {
        if (qcd.remaining() < 2) {
            throw JpegMarkers.corrupt("QCD segment of " + qcd.remaining() + " bytes");
        }
        int style = qcd.get() & 0xFF;
        boolean none = (style & 31) == 0;
        if ((style & 31) > 2) {
            throw JpegMarkers.corrupt("quantization style " + (style & 31));
        }
        int[] steps = new int[none ? qcd.remaining() : qcd.remaining() / 2];
        for (int i = 0; i < steps.length; i++) {
            steps[i] = none ? (qcd.get() & 0xF8) << 8 : qcd.getShort() & 0xFFFF;
        }
        return new Jpeg2000Quantization(style >> 5, (style & 31) == 1, steps);
    }

    /**
     * @param index of the band: 0 for LL, then HL, LH, HH of each resolution
     * @param level decomposition level of the band; {@code levels} for LL
     */
    private int exponent(int index, int level, int levels) throws UndecodablePixelsException {
        if (derived) {
            return step(0) - ((levels - level) << MANTISSA_BITS) >> MANTISSA_BITS;
        }
        return step(index) >> MANTISSA_BITS;
    }

    private int step(int index) throws UndecodablePixelsException {
        if (index >= steps.length) {
            throw JpegMarkers.corrupt("no quantization step for band " + index);
        }
        return steps[index];
    }

    /** Bit-planes of a band, M_b of T.800 E.1. */
    int bitPlanes(int index, int level, int levels) throws UndecodablePixelsException {
        int planes = guardBits + exponent(index, level, levels) - 1;
        if (planes > MOST_BIT_PLANES) {
            throw JpegMarkers.unsupported(planes + " bit-planes");
        }
        return Math.max(planes, 0);
    }

    /**
     * The size of one quantization step of a band (T.800 E.1.1.1).
     *
     * @param dynamicRange bits of the band: sample precision plus the gain of the band
     */
    double stepSize(int index, int level, int levels, int dynamicRange) throws UndecodablePixelsException {
        int mantissa = step(derived ? 0 : index) & ((1 << MANTISSA_BITS) - 1);
        return Math.scalb(
                1 + Math.scalb((double) mantissa, -MANTISSA_BITS), dynamicRange - exponent(index, level, levels));
    }
}
