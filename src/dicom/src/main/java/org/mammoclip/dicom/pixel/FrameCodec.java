package org.mammoclip.dicom.pixel;

/** One way in which a frame lies in Pixel Data. Stateless, thread-safe. */
@FunctionalInterface
interface FrameCodec {
    /**
     * Decodes one monochrome frame.
     *
     * @param frame the bytes of the frame: native cells, or all fragments joined; may be anything
     * @param format what the attributes say; 1 sample per pixel, 8 or 16 bits allocated
     * @return rows x columns cells, row-major, each right-aligned in 16 bits; bits above the codestream's precision are
     *     zero, or copies of the sign if the codestream says that its samples are signed
     * @throws UndecodablePixelsException if the bytes are not such a frame
     */
    short[] decode(byte[] frame, PixelFormat format) throws UndecodablePixelsException;
}
