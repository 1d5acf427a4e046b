package org.mammoclip.dicom.pixel;

/**
 * The bits of a JPEG-LS scan: after a byte FF the next byte carries seven bits (T.87 A.1). Bits past the end are an
 * error when used up. Not thread-safe.
 */
final class JpegLsBits {
    private final byte[] data;
    private int at;
    private long buffer;
    private int available;
    private boolean afterFf;
    private boolean ended;

    JpegLsBits(byte[] data, int start) {
        this.data = data;
        this.at = start;
    }

    /** The next bits, at most 32, as an unsigned number. */
    int bits(int count) throws UndecodablePixelsException {
        if (count == 0) {
            return 0;
        }
        if (available < count) {
            fill();
            if (available < count) {
                throw JpegMarkers.truncated();
            }
        }
        available -= count;
        return (int) (buffer >>> available & (1L << count) - 1);
    }

    /**
     * Counts zeros up to the next one and uses them up, the one included.
     *
     * @throws UndecodablePixelsException if there are more than {@code most} of them
     */
    int zeros(int most) throws UndecodablePixelsException {
        int count = 0;
        while (true) {
            if (available == 0) {
                fill();
                if (available == 0) {
                    throw JpegMarkers.truncated();
                }
            }
            int leading = Long.numberOfLeadingZeros(buffer << (64 - available));
            if (leading < available) {
                count += leading;
                available -= leading + 1;
                break;
            }
            count += available;
            available = 0;
            if (count > most) {
                break;
            }
        }
        if (count > most) {
            throw JpegMarkers.corrupt("a code word of more than " + most + " zeros");
        }
        return count;
    }

    private void fill() {
        while (available <= 48 && !ended) {
            if (at >= data.length) {
                ended = true;
                return;
            }
            int next = data[at] & 0xFF;
            if (afterFf && next >= 0x80) {
                ended = true;
                return;
            }
            int width = afterFf ? 7 : 8;
            afterFf = next == 0xFF;
            at++;
            buffer = buffer << width | next;
            available += width;
        }
    }
}
