package org.mammoclip.dicom.testkit;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * A DICOM peer on a raw socket that does exactly what a test says, right or wrong: it knows PDU framing and nothing
 * else. The bytes come from {@link WireBytes}, {@link AssociateRequest} and {@link CommandSet}. One thread at a time.
 */
public final class ScriptedPeer implements AutoCloseable {
    /** How long {@link #expect(int)} waits: ample for loopback on a busy machine. */
    public static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final int MAX_PDU = 64 << 20;

    private final Socket socket;
    private final DataInputStream in;

    private ScriptedPeer(Socket socket) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        in = new DataInputStream(socket.getInputStream());
    }

    /** Connects to a listener on loopback. */
    public static ScriptedPeer connect(int port) throws IOException {
        Socket socket = new Socket();
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), (int) PATIENCE.toMillis());
        return new ScriptedPeer(socket);
    }

    /** Connects, requests the association and expects it to be accepted. */
    public static ScriptedPeer associate(int port, AssociateRequest request) throws IOException {
        ScriptedPeer peer = connect(port);
        try {
            peer.send(request.encode());
            peer.expect(ReceivedPdu.ASSOCIATE_AC);
            return peer;
        } catch (IOException | AssertionError e) {
            peer.close();
            throw e;
        }
    }

    /** Takes the next connection to the socket. */
    public static ScriptedPeer accept(ServerSocket listener) throws IOException {
        listener.setSoTimeout((int) PATIENCE.toMillis());
        return new ScriptedPeer(listener.accept());
    }

    /** Sends the bytes in order, as they are. */
    public void send(byte[]... parts) throws IOException {
        for (byte[] part : parts) {
            socket.getOutputStream().write(part);
        }
        socket.getOutputStream().flush();
    }

    public void send(List<byte[]> parts) throws IOException {
        send(parts.toArray(byte[][]::new));
    }

    /** Sends the bytes a few at a time with a pause after each. */
    public void drip(byte[] bytes, int chunk, Duration pause) throws IOException, InterruptedException {
        for (int from = 0; from < bytes.length; from += chunk) {
            send(Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + chunk)));
            Thread.sleep(pause.toMillis());
        }
    }

    /** A C-STORE-RQ message with its data set, in P-DATA-TFs of at most 16 KiB. */
    public void sendStore(int contextId, CommandSet request, byte[] dataSet) throws IOException {
        send(WireBytes.pDataFragments(contextId, true, request.encode(), 16_000));
        send(WireBytes.pDataFragments(contextId, false, dataSet, 16_000));
    }

    /** {@link #expect(int, Duration)} with {@link #PATIENCE}. */
    @CanIgnoreReturnValue
    public ReceivedPdu expect(int type) throws IOException {
        return expect(type, PATIENCE);
    }

    /**
     * Waits for one PDU.
     *
     * @throws AssertionError if none comes within the time, the peer closes, or it is of another type
     */
    @CanIgnoreReturnValue
    public ReceivedPdu expect(int type, Duration within) throws IOException {
        ReceivedPdu pdu = receive(within);
        if (pdu.type() != type) {
            throw new AssertionError("expected PDU type " + type + ", received " + pdu);
        }
        return pdu;
    }

    /**
     * Waits for a whole command set.
     *
     * @throws AssertionError if something else comes
     */
    public CommandSet expectCommand() throws IOException {
        return CommandSet.decode(expectPart(true));
    }

    /** Waits for the whole data set of a message and returns its bytes. */
    public byte[] expectDataSet() throws IOException {
        return expectPart(false);
    }

    private byte[] expectPart(boolean command) throws IOException {
        ByteArrayOutputStream part = new ByteArrayOutputStream();
        while (true) {
            for (ReceivedPdu.Pdv pdv : expect(ReceivedPdu.P_DATA_TF).pdvs()) {
                if (pdv.command() != command) {
                    throw new AssertionError("expected a " + (command ? "command" : "data") + " fragment");
                }
                part.writeBytes(pdv.fragment());
                if (pdv.last()) {
                    return part.toByteArray();
                }
            }
        }
    }

    /** The next PDU of any type. */
    public ReceivedPdu receive(Duration within) throws IOException {
        socket.setSoTimeout((int) Math.max(1, within.toMillis()));
        try {
            int type = in.readUnsignedByte();
            in.readByte();
            int length = in.readInt();
            if (length < 0 || length > MAX_PDU) {
                throw new AssertionError("PDU type " + type + " with length " + Integer.toUnsignedString(length));
            }
            byte[] body = new byte[length];
            in.readFully(body);
            return new ReceivedPdu(type, body);
        } catch (SocketTimeoutException e) {
            throw new AssertionError("no PDU within " + within, e);
        } catch (EOFException | SocketException e) {
            throw new AssertionError("connection closed, no PDU", e);
        }
    }

    /** @throws AssertionError if the other side does not close within the time; what it sends before is read over */
    public void expectClosed(Duration within) throws IOException {
        long deadline = System.nanoTime() + within.toNanos();
        byte[] ignored = new byte[8192];
        try {
            do {
                socket.setSoTimeout((int) Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
                if (in.read(ignored) < 0) {
                    return;
                }
            } while (System.nanoTime() < deadline);
        } catch (SocketTimeoutException e) {
            throw new AssertionError("connection still open after " + within, e);
        } catch (SocketException e) {
            return;
        }
        throw new AssertionError("connection still open after " + within);
    }

    /** Releases the association properly. */
    public void release() throws IOException {
        send(WireBytes.releaseRq());
        expect(ReceivedPdu.RELEASE_RP);
    }

    /** Closes our direction of the connection only. */
    public void halfClose() throws IOException {
        socket.shutdownOutput();
    }

    /** Breaks the connection with a TCP reset. */
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new AssertionError("a socket that cannot be closed", e);
        }
    }
}
