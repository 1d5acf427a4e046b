package org.mammoclip.dicom.pixel;

import org.mammoclip.dicom.pixel.UndecodablePixelsException.Reason;

/**
 * Walks the marker segments of a JPEG or JPEG-LS codestream (ITU-T T.81 annex B, T.87 annex C). Each step moves forward,
 * so a walk ends with the array. Not thread-safe.
 */
final class JpegMarkers {
    static final int SOI = 0xD8;
    static final int EOI = 0xD9;
    static final int SOS = 0xDA;
    static final int DQT = 0xDB;
    static final int DHT = 0xC4;
    static final int DRI = 0xDD;
    static final int SOF0_BASELINE = 0xC0;
    static final int SOF1_EXTENDED = 0xC1;
    static final int SOF3_LOSSLESS = 0xC3;
    static final int SOF55_JPEG_LS = 0xF7;
    static final int LSE = 0xF8;

    private final byte[] data;
    private int at;
    private int segmentEnd;

    /** @throws UndecodablePixelsException if the data does not begin with SOI */
    JpegMarkers(byte[] data) throws UndecodablePixelsException {
        this.data = data;
        if (data.length < 4 || (data[0] & 0xFF) != 0xFF || (data[1] & 0xFF) != SOI) {
            throw corrupt("does not begin with SOI");
        }
        at = 2;
        segmentEnd = 2;
    }

    /**
     * Goes to the next segment; what is unread of the present one is skipped.
     *
     * @return the low byte of its marker
     */
    int next() throws UndecodablePixelsException {
        at = segmentEnd;
        if (at + 2 > data.length || (data[at] & 0xFF) != 0xFF) {
            throw corrupt("a marker was expected");
        }
        while (at < data.length && (data[at] & 0xFF) == 0xFF) {
            at++;
        }
        if (at >= data.length) {
            throw truncated();
        }
        int marker = data[at++] & 0xFF;
        if (marker == EOI || marker == SOI || marker <= 1 || (marker >= 0xD0 && marker <= 0xD7)) {
            throw corrupt("marker FF" + Integer.toHexString(marker) + " before any scan");
        }
        if (at + 2 > data.length) {
            throw truncated();
        }
        int length = (data[at] & 0xFF) << 8 | data[at + 1] & 0xFF;
        if (length < 2 || length > data.length - at) {
            throw corrupt("segment FF" + Integer.toHexString(marker) + " of " + length + " bytes");
        }
        segmentEnd = at + length;
        at += 2;
        return marker;
    }

    /** Bytes left in the present segment. */
    int left() {
        return segmentEnd - at;
    }

    int u8() throws UndecodablePixelsException {
        if (at >= segmentEnd) {
            throw corrupt("a marker segment is too short");
        }
        return data[at++] & 0xFF;
    }

    int u16() throws UndecodablePixelsException {
        return u8() << 8 | u8();
    }

    /** The index of the first byte after the present segment: the entropy-coded data if the segment is SOS. */
    int segmentEnd() {
        return segmentEnd;
    }

    /**
     * Reads a frame header (T.81 B.2.2) and holds it against the attributes.
     *
     * @return sample precision in bits, 2 to 16
     */
    int frameHeader(PixelFormat format) throws UndecodablePixelsException {
        int precision = u8();
        int rows = u16();
        int columns = u16();
        int components = u8();
        return checkFrame(format, rows, columns, components, precision);
    }

    /** The one check of every codestream's claims, before anything is allocated for it. */
    static int checkFrame(PixelFormat format, int rows, int columns, int components, int precision)
            throws UndecodablePixelsException {
        ImageSize size = format.size();
        if (rows != size.rows() || columns != size.columns() || components != 1) {
            throw new UndecodablePixelsException(
                    Reason.CODESTREAM_MISMATCH,
                    "codestream of " + rows + " x " + columns + ", " + components + " components for an image of "
                            + size);
        }
        boolean tooNarrowToExtendSign = format.signed() && precision < format.bitsStored();
        if (precision < 2 || precision > format.bitsAllocated() || tooNarrowToExtendSign) {
            throw new UndecodablePixelsException(
                    Reason.CODESTREAM_MISMATCH,
                    "codestream of " + precision + " bits for " + format.bitsStored() + " stored of "
                            + format.bitsAllocated() + " allocated");
        }
        return precision;
    }

    static UndecodablePixelsException corrupt(String detail) {
        return new UndecodablePixelsException(Reason.CORRUPT_CODESTREAM, detail);
    }

    static UndecodablePixelsException unsupported(String detail) {
        return new UndecodablePixelsException(Reason.UNSUPPORTED_CODESTREAM, detail);
    }

    static UndecodablePixelsException truncated() {
        return new UndecodablePixelsException(Reason.LENGTH_MISMATCH, "the codestream ends early");
    }
}
