package org.mammoclip.dicom.node.internal;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The data set of one message as it arrives, PDV by PDV, never held as a whole (PS3.8 Annex E). Reads on the
 * association's thread straight from the connection into the caller's array.
 *
 * <p>Ends early in two ways, both an {@link IOException} to the reader: the association ended ({@link #failure}), or the
 * data set passed its bound ({@link #isTooLong}), after which the association can go on.
 */
final class DataSetStream extends InputStream {
    /** So many PDVs without data in one message are an attack, not a data set. */
    static final int MAX_EMPTY_FRAGMENTS = 1024;

    private final UpperLayer layer;
    private final int contextId;
    private final long maxBytes;

    private boolean last;
    private boolean finished;
    private boolean tooLong;
    private boolean unbounded;
    private int emptyFragments;
    private long bytes;
    private @Nullable AssociationEndedException failure;

    DataSetStream(UpperLayer layer, int contextId, long maxBytes) {
        this.layer = layer;
        this.contextId = contextId;
        this.maxBytes = maxBytes;
    }

    /** Data set bytes read so far. */
    long bytes() {
        return bytes;
    }

    /** Whether the data set is longer than its bound. */
    boolean isTooLong() {
        return tooLong;
    }

    /** Why the association ended while this was read; null if it did not. */
    @Nullable
    AssociationEndedException failure() {
        return failure;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        AssociationEndedException broken = failure;
        if (broken != null) {
            throw broken;
        }
        if (tooLong && !unbounded) {
            throw new IOException("data set longer than " + maxBytes + " bytes");
        }
        try {
            while (layer.reader().pdvRemaining() == 0) {
                if (finished || last) {
                    finished = true;
                    return -1;
                }
                nextFragment();
            }
            int count = layer.reader().read(target, offset, length);
            bytes += count;
            tooLong = bytes > maxBytes;
            if (tooLong && !unbounded) {
                throw new IOException("data set longer than " + maxBytes + " bytes");
            }
            return count;
        } catch (IOException e) {
            if (tooLong && !unbounded) {
                throw e;
            }
            throw failed(layer.end(e));
        }
    }

    @Override
    public int available() {
        return layer.reader().pdvRemaining();
    }

    private AssociationEndedException failed(AssociationEndedException e) {
        failure = e;
        return e;
    }

    private void nextFragment() throws IOException {
        PduReader.Pdv pdv = layer.reader().nextPdv();
        while (pdv == null) {
            if (layer.receive() != PduType.P_DATA_TF) {
                throw new InvalidPduException(Pdu.Abort.UNEXPECTED_PDU, "release within a data set");
            }
            pdv = layer.reader().nextPdv();
        }
        if (pdv.command() || pdv.contextId() != contextId) {
            throw InvalidPduException.parameter("PDV of another message within a data set");
        }
        if (pdv.length() == 0 && ++emptyFragments > MAX_EMPTY_FRAGMENTS) {
            throw InvalidPduException.parameter("too many empty PDVs");
        }
        last = pdv.last();
    }

    /**
     * Discards what the receiver left, so that the next message begins at its command. Of a data set that is too long at
     * most as much again as its bound; then the association is aborted.
     */
    void drain(byte[] scratch) throws AssociationEndedException {
        unbounded = true;
        try {
            while (read(scratch, 0, scratch.length) >= 0) {
                if (bytes > 2 * maxBytes) {
                    throw failed(layer.abort(
                            Pdu.Abort.BY_USER,
                            AssociationEndedException.Cause.ABORTED_BY_US,
                            "data set longer than twice its bound"));
                }
            }
        } catch (AssociationEndedException e) {
            throw e;
        } catch (IOException e) {
            throw failed(layer.end(e));
        }
    }
}
