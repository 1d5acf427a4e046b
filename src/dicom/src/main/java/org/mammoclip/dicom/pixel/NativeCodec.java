package org.mammoclip.dicom.pixel;

import org.mammoclip.dicom.pixel.UndecodablePixelsException.Reason;

/** Cells as they are, little endian (PS3.5 8.1.1, 8.2). */
final class NativeCodec implements FrameCodec {
    @Override
    public short[] decode(byte[] frame, PixelFormat format) throws UndecodablePixelsException {
        int pixels = format.size().pixels();
        int cell = format.bytesPerSample();
        long expected = (long) pixels * cell;
        long rowBytes = (long) format.size().columns() * cell;
        // Padding beyond the even length occurs; a whole row more means that Rows or Columns is not what was sent.
        if (frame.length < expected || frame.length - expected >= Math.max(rowBytes, 2)) {
            throw new UndecodablePixelsException(
                    Reason.LENGTH_MISMATCH, frame.length + " bytes of pixel data where " + expected + " belong");
        }
        short[] cells = new short[pixels];
        if (cell == 1) {
            for (int i = 0; i < pixels; i++) {
                cells[i] = (short) (frame[i] & 0xFF);
            }
        } else {
            for (int i = 0, at = 0; i < pixels; i++, at += 2) {
                cells[i] = (short) (frame[at] & 0xFF | frame[at + 1] << 8);
            }
        }
        return cells;
    }
}
