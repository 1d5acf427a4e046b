package org.mammoclip.dicom.pixel;

import com.github.jaiimageio.jpeg2000.impl.J2KImageReader;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.mammoclip.dicom.pixel.UndecodablePixelsException.Reason;

/** JPEG 2000 part 1, one component (ITU-T T.800), by the jai-imageio library behind {@link Jpeg2000Header}. */
final class Jpeg2000Codec implements FrameCodec {
    private static final int CODESTREAM_BOX = 0x6A703263;

    @Override
    public short[] decode(byte[] frame, PixelFormat format) throws UndecodablePixelsException {
        byte[] codestream = codestream(frame);
        Jpeg2000Header.check(codestream, format);
        Raster raster = read(codestream, format.size());
        ImageSize size = format.size();
        if (raster.getWidth() != size.columns() || raster.getHeight() != size.rows() || raster.getNumBands() != 1) {
            throw new UndecodablePixelsException(
                    Reason.CODESTREAM_MISMATCH, "decoded to " + raster.getHeight() + " x " + raster.getWidth());
        }
        short[] cells = new short[size.pixels()];
        int[] row = new int[size.columns()];
        for (int y = 0; y < size.rows(); y++) {
            raster.getSamples(raster.getMinX(), raster.getMinY() + y, size.columns(), 1, 0, row);
            int at = y * size.columns();
            for (int value : row) {
                cells[at++] = (short) value;
            }
        }
        return cells;
    }

    /**
     * The only place where unchecked throwables are caught: on broken input the library throws all kinds, among them plain
     * Errors and, up to Java 19, ThreadDeath. Out of memory is passed on.
     */
    private static Raster read(byte[] codestream, ImageSize size) throws UndecodablePixelsException {
        J2KImageReader reader = new J2KImageReader(null);
        try (BoundedImageStream stream = new BoundedImageStream(codestream)) {
            reader.setInput(stream, true, true);
            return reader.readRaster(0, null);
        } catch (OutOfMemoryError e) {
            throw e;
        } catch (IOException | RuntimeException | Error e) {
            throw new UndecodablePixelsException(Reason.CORRUPT_CODESTREAM, "JPEG 2000 of " + size, e);
        } finally {
            reader.dispose();
        }
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
