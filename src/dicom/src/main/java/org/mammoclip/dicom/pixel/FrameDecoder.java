package org.mammoclip.dicom.pixel;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mammoclip.dicom.DataElement;
import org.mammoclip.dicom.DataSet;
import org.mammoclip.dicom.Tag;
import org.mammoclip.dicom.file.TransferSyntax;
import org.mammoclip.dicom.pixel.UndecodablePixelsException.Reason;

/**
 * Decodes the frame of a single-frame monochrome image, in every transfer syntax that {@link #decodable} names. Stateless,
 * thread-safe; a call runs on the caller's thread and holds at most the compressed frame, two bytes a pixel, and for JPEG
 * 2000 four more bytes a pixel and the code-blocks once again.
 */
public final class FrameDecoder {
    /** No lossless coding of 16-bit noise reaches twice its size; what is larger is not a frame. */
    private static final long LARGEST_EXPANSION = 2;

    private static final long HEADER_ALLOWANCE_BYTES = 1 << 20;

    private static final Map<TransferSyntax, FrameCodec> CODECS = codecs();

    private FrameDecoder() {}

    private static Map<TransferSyntax, FrameCodec> codecs() {
        FrameCodec plain = new NativeCodec();
        FrameCodec jpeg = new JpegCodec();
        FrameCodec jpegLs = new JpegLsCodec();
        FrameCodec jpeg2000 = new Jpeg2000Codec();
        Map<TransferSyntax, FrameCodec> codecs = new EnumMap<>(TransferSyntax.class);
        codecs.put(TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN, plain);
        codecs.put(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, plain);
        codecs.put(TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN, plain);
        codecs.put(TransferSyntax.EXPLICIT_VR_BIG_ENDIAN, plain);
        codecs.put(TransferSyntax.RLE_LOSSLESS, new RleCodec());
        codecs.put(TransferSyntax.JPEG_BASELINE_8BIT, jpeg);
        codecs.put(TransferSyntax.JPEG_EXTENDED_12BIT, jpeg);
        codecs.put(TransferSyntax.JPEG_LOSSLESS, jpeg);
        codecs.put(TransferSyntax.JPEG_LOSSLESS_SV1, jpeg);
        codecs.put(TransferSyntax.JPEG_LS_LOSSLESS, jpegLs);
        codecs.put(TransferSyntax.JPEG_LS_NEAR_LOSSLESS, jpegLs);
        codecs.put(TransferSyntax.JPEG_2000_LOSSLESS, jpeg2000);
        codecs.put(TransferSyntax.JPEG_2000, jpeg2000);
        return Collections.unmodifiableMap(codecs);
    }

    /** The transfer syntaxes whose pixels can be decoded; the others should not be accepted in negotiation. */
    public static Set<TransferSyntax> decodable() {
        return CODECS.keySet();
    }

    /** Whether pixels in this transfer syntax can be decoded. */
    public static boolean supports(TransferSyntax transferSyntax) {
        return CODECS.containsKey(transferSyntax);
    }

    /**
     * Decodes the only frame.
     *
     * @param image an image with one sample per pixel and 8 or 16 bits allocated; Pixel Data in memory or in a file
     * @param transferSyntax the encoding of Pixel Data
     * @throws UndecodablePixelsException with the reason, whatever is wrong with the object
     */
    public static StoredPixels decode(DataSet image, TransferSyntax transferSyntax) throws UndecodablePixelsException {
        FrameCodec codec = CODECS.get(transferSyntax);
        if (codec == null) {
            throw new UndecodablePixelsException(
                    Reason.UNSUPPORTED_TRANSFER_SYNTAX, "no decoder for " + transferSyntax.title());
        }
        PixelFormat format = PixelFormat.of(image);
        requireMonochromeFrame(format);
        DataElement element = image.element(Tag.PixelData).orElse(null);
        byte[] frame = frameBytes(element, transferSyntax, format);
        short[] cells = codec.decode(frame, format);
        return new StoredPixels(format.size(), format.bitsStored(), format.signed(), extractStored(cells, format));
    }

    private static void requireMonochromeFrame(PixelFormat format) throws UndecodablePixelsException {
        if (format.samplesPerPixel() != 1 || !format.photometric().isMonochrome()) {
            throw new UndecodablePixelsException(
                    Reason.UNSUPPORTED_FORMAT,
                    format.samplesPerPixel() + " samples per pixel, "
                            + format.photometric().term());
        }
        if (format.frames() != 1) {
            throw new UndecodablePixelsException(Reason.UNSUPPORTED_FORMAT, format.frames() + " frames");
        }
        if (format.bitsAllocated() != 8 && format.bitsAllocated() != 16) {
            throw new UndecodablePixelsException(Reason.UNSUPPORTED_FORMAT, format.bitsAllocated() + " bits allocated");
        }
    }

    private static byte[] frameBytes(@Nullable DataElement element, TransferSyntax transferSyntax, PixelFormat format)
            throws UndecodablePixelsException {
        if (element == null || element.isEmpty()) {
            throw new UndecodablePixelsException(Reason.NO_PIXEL_DATA, "the image has no Pixel Data");
        }
        long nativeBytes = (long) format.size().pixels() * format.bytesPerSample();
        long most = LARGEST_EXPANSION * nativeBytes + HEADER_ALLOWANCE_BYTES;
        return transferSyntax.isEncapsulated()
                ? BulkBytes.joinedFragments(element, most)
                : BulkBytes.plain(element, most, 2);
    }

    /** Takes the stored bits out of the cells, in place (PS3.5 8.1.1). */
    private static short[] extractStored(short[] cells, PixelFormat format) {
        int right = format.highBit() + 1 - format.bitsStored();
        int unused = 32 - format.bitsStored();
        if (format.signed()) {
            for (int i = 0; i < cells.length; i++) {
                cells[i] = (short) (cells[i] >> right << unused >> unused);
            }
        } else if (right != 0 || format.bitsStored() != 16) {
            int mask = (1 << format.bitsStored()) - 1;
            for (int i = 0; i < cells.length; i++) {
                cells[i] = (short) (cells[i] >> right & mask);
            }
        }
        return cells;
    }
}
