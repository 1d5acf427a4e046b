package org.mammoclip.dicom.dcm4che;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * The data set of one message with its bound, remembering why it ended. Also tells the {@link StallGuard} that data
 * comes.
 */
final class BoundedDataSet extends FilterInputStream {
    private final long maxBytes;
    private final StallGuard guard;
    private long bytes;
    private @Nullable IOException failure;

    BoundedDataSet(InputStream in, long maxBytes, StallGuard guard) {
        super(in);
        this.maxBytes = maxBytes;
        this.guard = guard;
    }

    long bytes() {
        return bytes;
    }

    boolean isTooLong() {
        return bytes > maxBytes;
    }

    /** Why the association ended while this was read. */
    @Nullable
    IOException failure() {
        return failure;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int count = take(target, offset, length);
        if (isTooLong()) {
            throw new IOException("data set longer than " + maxBytes + " bytes");
        }
        return count;
    }

    private int take(byte[] target, int offset, int length) throws IOException {
        guard.waiting();
        try {
            int count = in.read(target, offset, length);
            bytes += Math.max(0, count);
            guard.received(Math.max(0, count));
            return count;
        } catch (IOException e) {
            failure = e;
            throw e;
        } finally {
            guard.notWaiting();
        }
    }

    /** Reads over the rest; of what is too long as much again as the bound. */
    void drain() throws IOException {
        byte[] discarded = new byte[64 << 10];
        while (take(discarded, 0, discarded.length) >= 0) {
            if (bytes > 2 * maxBytes) {
                throw new IOException("data set longer than twice its bound");
            }
        }
    }

    /** The stream belongs to dcm4che. */
    @Override
    public void close() {}
}
