package org.mammoclip.dicom.pixel;

import java.util.Arrays;

/** A code-block: its place among the coefficients of the tile and the coded bytes collected for it from the packets. */
final class Jpeg2000Block {
    private static final int FIRST_LENGTH_BITS = 3;
    private static final int UNLIMITED_PASSES = 1000;
    private static final int PASSES_BEFORE_BYPASS = 10;

    final Jpeg2000Band band;
    /** Place in the band, from the band's own corner. */
    final int left;

    final int top;
    final int width;
    final int height;

    boolean included;
    int zeroPlanes;
    int lengthBits = FIRST_LENGTH_BITS;

    private byte[] data = new byte[0];
    private int dataLength;
    private int[] segmentPasses = new int[1];
    private int[] segmentBytes = new int[1];
    private int segments;
    private int passes;

    /** Bytes and segment of each contribution announced by the present packet header, in pairs. */
    private int[] announced = new int[4];

    private int announcedCount;

    Jpeg2000Block(Jpeg2000Band band, int left, int top, int width, int height) {
        this.band = band;
        this.left = left;
        this.top = top;
        this.width = width;
        this.height = height;
    }

    /** Reads the lengths of new coding passes from a packet header (T.800 B.10.7). */
    void announce(int newPasses, Jpeg2000Coding coding, Jpeg2000PacketBits bits) throws UndecodablePixelsException {
        int planes = band.bitPlanes - zeroPlanes;
        if (passes + newPasses > 3 * planes - 2) {
            throw JpegMarkers.corrupt("more coding passes than bit-planes allow");
        }
        while (bits.bit() == 1) {
            lengthBits++;
        }
        int left = newPasses;
        while (left > 0) {
            if (segments == 0 || segmentPasses[segments - 1] == segmentLimit(segments - 1, coding)) {
                addSegment();
            }
            int room = segmentLimit(segments - 1, coding) - segmentPasses[segments - 1];
            int now = Math.min(room, left);
            int width = lengthBits + 31 - Integer.numberOfLeadingZeros(now);
            if (width > 31) {
                throw JpegMarkers.corrupt("a code-block length of " + width + " bits");
            }
            int bytes = bits.bits(width);
            if (bytes > bits.remainingBytes()) {
                throw JpegMarkers.truncated();
            }
            segmentPasses[segments - 1] += now;
            addAnnounced(bytes, segments - 1);
            left -= now;
        }
        passes += newPasses;
    }

    /** How many passes a terminated codeword segment holds (T.800 table D.9). */
    private static int segmentLimit(int segment, Jpeg2000Coding coding) {
        if (coding.has(Jpeg2000Coding.TERMINATE_EACH)) {
            return 1;
        }
        if (!coding.has(Jpeg2000Coding.BYPASS)) {
            return UNLIMITED_PASSES;
        }
        if (segment == 0) {
            return PASSES_BEFORE_BYPASS;
        }
        return segment % 2 == 1 ? 2 : 1;
    }

    private void addSegment() {
        if (segments == segmentPasses.length) {
            segmentPasses = Arrays.copyOf(segmentPasses, 2 * segments);
            segmentBytes = Arrays.copyOf(segmentBytes, 2 * segments);
        }
        segments++;
    }

    private void addAnnounced(int bytes, int segment) {
        if (announcedCount + 2 > announced.length) {
            announced = Arrays.copyOf(announced, 2 * announced.length);
        }
        announced[announcedCount++] = bytes;
        announced[announcedCount++] = segment;
    }

    /** Takes the announced bytes from the packet body. */
    void collect(Jpeg2000PacketBits body) throws UndecodablePixelsException {
        for (int i = 0; i < announcedCount; i += 2) {
            int bytes = announced[i];
            if (dataLength + bytes > data.length) {
                data = Arrays.copyOf(data, Math.max(dataLength + bytes, data.length * 3 / 2));
            }
            body.body(data, dataLength, bytes);
            dataLength += bytes;
            segmentBytes[announced[i + 1]] += bytes;
        }
        announcedCount = 0;
    }

    byte[] data() {
        return data;
    }

    int segments() {
        return segments;
    }

    int segmentPasses(int segment) {
        return segmentPasses[segment];
    }

    int segmentBytes(int segment) {
        return segmentBytes[segment];
    }

    /** Bit-planes that may hold a one. */
    int planes() {
        return band.bitPlanes - zeroPlanes;
    }
}
