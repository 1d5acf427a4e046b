package org.mammoclip.dicom.pixel;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * JPEG 2000 part 1, one component (ITU-T T.800): both wavelets, all progressions, code-block styles and any tiling without
 * offsets. Regions of interest, progression changes and packed packet headers are refused by name.
 */
final class Jpeg2000Codec implements FrameCodec {
    private static final int CODESTREAM_BOX = 0x6A703263;

    @Override
    public short[] decode(byte[] frame, PixelFormat format) throws UndecodablePixelsException {
        Jpeg2000Codestream codestream = Jpeg2000Codestream.read(codestream(frame), format);
        short[] cells = new short[format.size().pixels()];
        Jpeg2000Tile.Budget budget = new Jpeg2000Tile.Budget();
        for (Jpeg2000Codestream.Tile tile : codestream.tiles()) {
            new Jpeg2000Tile(tile, codestream.precision(), budget)
                    .decode(cells, format.size().columns(), codestream.isSigned());
        }
        return cells;
    }

    /** The codestream itself; some writers wrongly keep the boxes of a JP2 file around it (PS3.5 A.4.4). */
    private static byte[] codestream(byte[] frame) throws UndecodablePixelsException {
        ByteBuffer in = ByteBuffer.wrap(frame);
        if (frame.length < 12 || in.getInt(0) != 12) {
            return frame;
        }
        while (in.remaining() >= 8) {
            int start = in.position();
            long length = in.getInt() & 0xFFFFFFFFL;
            if (in.getInt() == CODESTREAM_BOX) {
                int end = length == 0 || start + length > frame.length ? frame.length : (int) (start + length);
                return Arrays.copyOfRange(frame, in.position(), Math.max(end, in.position()));
            }
            if (length < 8 || start + length > frame.length) {
                break;
            }
            in.position((int) (start + length));
        }
        throw JpegMarkers.corrupt("a JP2 file without codestream");
    }
}
