package org.mammoclip.dicom.pixel;

import java.nio.ByteBuffer;

/** The bits of packet headers: after a byte FF the next byte carries seven (T.800 B.10.1). Not thread-safe. */
final class Jpeg2000PacketBits {
    private static final int SOP = 0xFF91;
    private static final int SOP_BYTES = 6;
    private static final int EPH = 0xFF92;

    private final ByteBuffer in;
    private int current;
    private int left;

    Jpeg2000PacketBits(ByteBuffer in) {
        this.in = in;
    }

    int bit() throws UndecodablePixelsException {
        if (left == 0) {
            left = current == 0xFF ? 7 : 8;
            current = next();
        }
        left--;
        return current >> left & 1;
    }

    /** At most 31 bits, most significant first. */
    int bits(int count) throws UndecodablePixelsException {
        int value = 0;
        for (int i = 0; i < count; i++) {
            value = value << 1 | bit();
        }
        return value;
    }

    /** Begins a packet header at a byte boundary, behind an SOP segment if there is one. */
    void beginHeader() {
        if (in.remaining() >= SOP_BYTES && (in.getShort(in.position()) & 0xFFFF) == SOP) {
            in.position(in.position() + SOP_BYTES);
        }
        current = 0;
        left = 0;
    }

    /** Drops the padding of the header's last byte and an EPH marker if there is one. */
    void endHeader() throws UndecodablePixelsException {
        if (current == 0xFF) {
            next();
        }
        if (in.remaining() >= 2 && (in.getShort(in.position()) & 0xFFFF) == EPH) {
            in.position(in.position() + 2);
        }
    }

    /** Copies bytes of a packet body. */
    void body(byte[] target, int offset, int length) throws UndecodablePixelsException {
        if (in.remaining() < length) {
            throw JpegMarkers.truncated();
        }
        in.get(target, offset, length);
    }

    int remainingBytes() {
        return in.remaining();
    }

    private int next() throws UndecodablePixelsException {
        if (!in.hasRemaining()) {
            throw JpegMarkers.truncated();
        }
        return in.get() & 0xFF;
    }
}
