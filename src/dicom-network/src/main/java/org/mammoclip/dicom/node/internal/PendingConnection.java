package org.mammoclip.dicom.node.internal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * A connection that has not been admitted: Sta2 until its A-ASSOCIATE-RQ is complete, Sta13 once it has been refused.
 * Touched by the {@link Doorkeeper}'s thread only.
 */
final class PendingConnection {
    private final SocketChannel channel;
    private final InetAddress address;
    private final UpperLayerStateMachine machine = new UpperLayerStateMachine(UpperLayerStateMachine.Role.ACCEPTOR);
    private final long acceptedAtNanos;
    private long deadlineNanos;
    private ByteBuffer buffer = ByteBuffer.allocate(PduCodec.HEADER_BYTES);

    PendingConnection(SocketChannel channel, long nowNanos, long artimNanos) throws IOException {
        this.channel = channel;
        this.address = ((InetSocketAddress) channel.getRemoteAddress()).getAddress();
        this.acceptedAtNanos = nowNanos;
        this.deadlineNanos = nowNanos + artimNanos;
        Action unused = machine.on(Event.EVT5);
    }

    SocketChannel channel() {
        return channel;
    }

    InetAddress address() {
        return address;
    }

    UpperLayerStateMachine machine() {
        return machine;
    }

    long acceptedAtNanos() {
        return acceptedAtNanos;
    }

    /** The ARTIM timer. */
    void startArtim(long nowNanos, long nanos) {
        deadlineNanos = nowNanos + nanos;
    }

    boolean isExpired(long nowNanos) {
        return nowNanos - deadlineNanos >= 0;
    }

    /** Bytes of memory held for the request. */
    int bufferedBytes() {
        return buffer.capacity();
    }

    /**
     * Reads what is there, never beyond the request.
     *
     * @return the request once it is complete, else null
     * @throws InvalidPduException if it is none
     * @throws IOException if the peer closed or the connection broke
     */
    Pdu.@Nullable AssociateRq readRequest() throws IOException {
        while (true) {
            if (channel.read(buffer) < 0) {
                throw new IOException("closed by peer");
            }
            if (buffer.hasRemaining()) {
                return null;
            }
            if (buffer.capacity() > PduCodec.HEADER_BYTES) {
                byte[] body = new byte[buffer.capacity() - PduCodec.HEADER_BYTES];
                buffer.get(PduCodec.HEADER_BYTES, body);
                return (Pdu.AssociateRq) PduCodec.decode(PduType.A_ASSOCIATE_RQ, body);
            }
            buffer = ByteBuffer.allocate(PduCodec.HEADER_BYTES + bodyLength()).put(buffer.flip());
        }
    }

    private int bodyLength() throws InvalidPduException {
        PduType type = PduType.of(buffer.get(0) & 0xFF);
        if (type == null) {
            throw new InvalidPduException(Pdu.Abort.UNRECOGNIZED_PDU, "unknown PDU type");
        }
        if (type != PduType.A_ASSOCIATE_RQ) {
            throw new InvalidPduException(Pdu.Abort.UNEXPECTED_PDU, type + " before A-ASSOCIATE-RQ");
        }
        long length = buffer.getInt(2) & 0xFFFFFFFFL;
        if (length == 0 || length > PduReader.MAX_ASSOCIATE_BYTES) {
            throw InvalidPduException.parameter("A-ASSOCIATE-RQ length out of bounds");
        }
        return (int) length;
    }

    /**
     * Reads and forgets some of what is there; not all, so that one peer cannot keep the thread.
     *
     * @return whether the peer has closed
     */
    boolean discard(ByteBuffer scratch) throws IOException {
        return channel.read(scratch.clear()) < 0;
    }
}
