package org.mammoclip.dicom.node.internal;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * Cuts messages into P-DATA-TF PDUs of one PDV each, no longer than the peer takes (PS3.8 9.3.5, Annex D.1, E.1). One
 * thread.
 */
final class MessageWriter {
    /** A peer that takes less than this cannot be talked to. */
    static final int MIN_PDU_LENGTH = 64;

    private static final int OVERHEAD_BYTES = PduCodec.HEADER_BYTES + PduReader.PDV_HEADER_BYTES;

    private final UpperLayer layer;
    private final byte[] pdu;

    /**
     * @param peerMaximumLength as negotiated, 0 for no limit; peers that take less than {@link #MIN_PDU_LENGTH} are
     *     treated as if they took that much
     * @param longest PDU that we like to send, in bytes
     */
    MessageWriter(UpperLayer layer, long peerMaximumLength, int longest) {
        this.layer = layer;
        long length = peerMaximumLength == 0 ? longest : Math.min(peerMaximumLength, longest);
        int even = (int) Math.max(length, MIN_PDU_LENGTH) & ~1;
        this.pdu = new byte[PduCodec.HEADER_BYTES + even];
    }

    static boolean isUsable(long peerMaximumLength) {
        return peerMaximumLength == 0 || peerMaximumLength >= MIN_PDU_LENGTH;
    }

    void writeCommand(int contextId, CommandSet command) throws AssociationEndedException {
        byte[] bytes = command.encode();
        int capacity = pdu.length - OVERHEAD_BYTES;
        for (int done = 0; done < bytes.length; done += capacity) {
            int length = Math.min(capacity, bytes.length - done);
            System.arraycopy(bytes, done, pdu, OVERHEAD_BYTES, length);
            send(contextId, length, 1 | (done + length == bytes.length ? 2 : 0));
        }
    }

    /**
     * @param data has at least {@code length} bytes
     * @throws IOException if {@code data} cannot be read; the message is then unfinished and the association useless
     * @throws AssociationEndedException if the association ended
     */
    void writeDataSet(int contextId, InputStream data, long length) throws IOException {
        long remaining = length;
        do {
            int fragment = (int) Math.min(remaining, pdu.length - OVERHEAD_BYTES);
            if (data.readNBytes(pdu, OVERHEAD_BYTES, fragment) < fragment) {
                throw new EOFException("file became shorter");
            }
            remaining -= fragment;
            send(contextId, fragment, remaining == 0 ? 2 : 0);
        } while (remaining > 0);
    }

    private void send(int contextId, int length, int control) throws AssociationEndedException {
        ByteBuffer.wrap(pdu)
                .put((byte) PduType.P_DATA_TF.code())
                .put((byte) 0)
                .putInt(length + PduReader.PDV_HEADER_BYTES)
                .putInt(length + 2)
                .put((byte) contextId)
                .put((byte) control);
        layer.sendData(pdu, 0, OVERHEAD_BYTES + length);
    }
}
