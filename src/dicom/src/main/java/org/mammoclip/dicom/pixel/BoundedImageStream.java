package org.mammoclip.dicom.pixel;

import java.io.IOException;
import javax.imageio.stream.ImageInputStreamImpl;

/**
 * A codestream in memory for an Image I/O reader, with a budget of reads: a reader that goes round in circles on a broken
 * stream comes to an end. Not thread-safe.
 */
final class BoundedImageStream extends ImageInputStreamImpl {
    private static final long READS_PER_BYTE = 16;
    private static final long SPARE_READS = 1 << 16;

    private final byte[] data;
    private long readsLeft;

    BoundedImageStream(byte[] data) {
        this.data = data;
        this.readsLeft = data.length * READS_PER_BYTE + SPARE_READS;
    }

    @Override
    public int read() throws IOException {
        spend();
        if (streamPos >= data.length) {
            return -1;
        }
        bitOffset = 0;
        return data[(int) streamPos++] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        spend();
        if (streamPos >= data.length) {
            return -1;
        }
        bitOffset = 0;
        int count = (int) Math.min(length, data.length - streamPos);
        System.arraycopy(data, (int) streamPos, target, offset, count);
        streamPos += count;
        return count;
    }

    @Override
    public long length() {
        return data.length;
    }

    private void spend() throws IOException {
        if (--readsLeft < 0) {
            throw new IOException("the decoder reads the same bytes again and again");
        }
    }
}
