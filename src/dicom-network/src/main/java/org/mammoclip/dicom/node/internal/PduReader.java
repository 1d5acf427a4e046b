package org.mammoclip.dicom.node.internal;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads PDUs from untrusted bytes (PS3.8 9.3). Control PDUs become values; P-DATA-TF is walked through PDV by PDV, its
 * data goes straight into the caller's array. Never allocates by what a length field says beyond {@link
 * #MAX_ASSOCIATE_BYTES}.
 *
 * <pre>
 * next() -> P_DATA_TF          nextPdv()* with read()* in between, then next()
 * next() -> any other type     body(), then next()
 * next() -> null               the peer closed between two PDUs
 * </pre>
 *
 * Not thread-safe.
 */
final class PduReader {
    /** Longest body of an association PDU: 128 contexts with many transfer syntaxes need about half of it. */
    static final int MAX_ASSOCIATE_BYTES = 128 << 10;

    /** Longest body of the other control PDUs; the standard says 4. */
    static final int MAX_CONTROL_BYTES = 4;

    /** Length of a PDV item's own header: length, context id, message control header (9.3.5.1, Annex E). */
    static final int PDV_HEADER_BYTES = 6;

    private final InputStream in;
    private final int maxPDataLength;
    private final byte[] buffer;
    private int position;
    private int limit;

    private @Nullable PduType type;
    private int pduRemaining;
    private int pdvRemaining;

    /**
     * @param maxPDataLength longest P-DATA-TF variable field taken, in bytes; what we announced
     * @param bufferBytes read-ahead, at least 64
     */
    PduReader(InputStream in, int maxPDataLength, int bufferBytes) {
        this.in = in;
        this.maxPDataLength = maxPDataLength;
        this.buffer = new byte[Math.max(64, bufferBytes)];
    }

    /**
     * The header of the next PDU. What is left of the one before must have been read.
     *
     * @return null if the peer closed the connection between two PDUs
     * @throws EOFException if it closed within one
     * @throws InvalidPduException if the type is unknown or the length out of its bounds
     */
    @Nullable
    PduType next() throws IOException {
        if (pduRemaining != 0) {
            throw new IllegalStateException("the PDU before has not been read");
        }
        if (position == limit && !fill()) {
            return null;
        }
        int code = readByte();
        readByte();
        long length = readInt() & 0xFFFFFFFFL;
        PduType next = PduType.of(code);
        if (next == null) {
            throw new InvalidPduException(Pdu.Abort.UNRECOGNIZED_PDU, "unknown PDU type");
        }
        if (length > bound(next)) {
            throw InvalidPduException.parameter("PDU longer than " + bound(next) + " bytes");
        }
        type = next;
        pduRemaining = (int) length;
        pdvRemaining = 0;
        if (next == PduType.P_DATA_TF && pduRemaining == 0) {
            throw InvalidPduException.parameter("P-DATA-TF without PDV");
        }
        return next;
    }

    private int bound(PduType pduType) {
        return switch (pduType) {
            case P_DATA_TF -> maxPDataLength;
            case A_ASSOCIATE_RQ, A_ASSOCIATE_AC -> MAX_ASSOCIATE_BYTES;
            default -> MAX_CONTROL_BYTES;
        };
    }

    /** The content of the control PDU whose header {@link #next} returned. */
    Pdu body() throws IOException {
        PduType current = type;
        if (current == null || current == PduType.P_DATA_TF) {
            throw new IllegalStateException("no control PDU at hand");
        }
        byte[] body = new byte[pduRemaining];
        int filled = 0;
        while (filled < body.length) {
            filled += take(body, filled, body.length - filled);
        }
        pduRemaining = 0;
        return PduCodec.decode(current, body);
    }

    /**
     * A presentation data value (9.3.5.1).
     *
     * @param length of its data, 0 or more
     * @param command whether it holds a piece of a command set, else of a data set (Annex E.2)
     * @param last whether it holds the last piece
     */
    record Pdv(int contextId, int length, boolean command, boolean last) {}

    /** The next PDV of this P-DATA-TF, null at its end. What is left of the one before must have been read. */
    @Nullable
    Pdv nextPdv() throws IOException {
        if (pdvRemaining != 0) {
            throw new IllegalStateException("the PDV before has not been read");
        }
        if (pduRemaining == 0) {
            return null;
        }
        if (pduRemaining < PDV_HEADER_BYTES) {
            throw InvalidPduException.parameter("PDV header is cut off");
        }
        long length = readInt() & 0xFFFFFFFFL;
        int contextId = readByte();
        int control = readByte();
        pduRemaining -= PDV_HEADER_BYTES;
        if (length < 2 || length - 2 > pduRemaining) {
            throw InvalidPduException.parameter("PDV length does not fit its PDU");
        }
        pdvRemaining = (int) length - 2;
        return new Pdv(contextId, pdvRemaining, (control & 1) != 0, (control & 2) != 0);
    }

    /** Bytes of the current PDV that have not been read. */
    int pdvRemaining() {
        return pdvRemaining;
    }

    /** Reads at least one and at most {@code length} bytes of the current PDV, which must have some left. */
    int read(byte[] target, int offset, int length) throws IOException {
        int count = take(target, offset, Math.min(length, pdvRemaining));
        pdvRemaining -= count;
        pduRemaining -= count;
        return count;
    }

    /** From the buffer, or past it when it is empty and the target is not smaller. */
    private int take(byte[] target, int offset, int length) throws IOException {
        if (position == limit) {
            if (length >= buffer.length) {
                int count = in.read(target, offset, length);
                if (count < 0) {
                    throw closedWithinPdu();
                }
                return count;
            }
            require();
        }
        int count = Math.min(length, limit - position);
        System.arraycopy(buffer, position, target, offset, count);
        position += count;
        return count;
    }

    private int readInt() throws IOException {
        return readByte() << 24 | readByte() << 16 | readByte() << 8 | readByte();
    }

    private int readByte() throws IOException {
        if (position == limit) {
            require();
        }
        return buffer[position++] & 0xFF;
    }

    private void require() throws IOException {
        if (!fill()) {
            throw closedWithinPdu();
        }
    }

    private static EOFException closedWithinPdu() {
        return new EOFException("connection closed within a PDU");
    }

    private boolean fill() throws IOException {
        position = 0;
        limit = 0;
        int count = in.read(buffer, 0, buffer.length);
        if (count < 0) {
            return false;
        }
        limit = count;
        return true;
    }
}
