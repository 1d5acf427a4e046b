package org.mammoclip.dicom.pixel;

import org.mammoclip.dicom.pixel.UndecodablePixelsException.Reason;

/** RLE Lossless (PS3.5 annex G): one PackBits segment for each byte of a cell, most significant byte first. */
final class RleCodec implements FrameCodec {
    private static final int HEADER_BYTES = 64;

    @Override
    public short[] decode(byte[] frame, PixelFormat format) throws UndecodablePixelsException {
        if (frame.length < HEADER_BYTES) {
            throw new UndecodablePixelsException(Reason.LENGTH_MISMATCH, "no room for an RLE header");
        }
        int segments = format.bytesPerSample();
        long declared = u32(frame, 0);
        if (declared != segments) {
            throw new UndecodablePixelsException(
                    Reason.CODESTREAM_MISMATCH, declared + " RLE segments where " + segments + " belong");
        }
        short[] cells = new short[format.size().pixels()];
        for (int segment = 0; segment < segments; segment++) {
            long start = u32(frame, 4 + 4 * segment);
            long end = segment + 1 < segments ? u32(frame, 8 + 4 * segment) : frame.length;
            if (start < HEADER_BYTES || start > end || end > frame.length) {
                throw new UndecodablePixelsException(Reason.CORRUPT_CODESTREAM, "RLE segment offsets out of order");
            }
            unpack(frame, (int) start, (int) end, cells, 8 * (segments - 1 - segment));
        }
        return cells;
    }

    /** Each pass reads at least one input byte, so the loop ends with the segment. */
    private static void unpack(byte[] in, int start, int end, short[] cells, int shift)
            throws UndecodablePixelsException {
        int at = start;
        int out = 0;
        while (out < cells.length && at < end) {
            int control = in[at++];
            if (control >= 0) {
                int count = Math.min(control + 1, cells.length - out);
                if (count > end - at) {
                    break;
                }
                for (int i = 0; i < count; i++) {
                    cells[out++] |= (short) ((in[at + i] & 0xFF) << shift);
                }
                at += control + 1;
            } else if (control != -128) {
                if (at >= end) {
                    break;
                }
                int count = Math.min(1 - control, cells.length - out);
                short value = (short) ((in[at++] & 0xFF) << shift);
                for (int i = 0; i < count; i++) {
                    cells[out++] |= value;
                }
            }
        }
        if (out < cells.length) {
            throw new UndecodablePixelsException(
                    Reason.LENGTH_MISMATCH, "RLE segment ends after " + out + " of " + cells.length + " bytes");
        }
    }

    private static long u32(byte[] bytes, int at) {
        return bytes[at] & 0xFFL
                | (bytes[at + 1] & 0xFFL) << 8
                | (bytes[at + 2] & 0xFFL) << 16
                | (bytes[at + 3] & 0xFFL) << 24;
    }
}
