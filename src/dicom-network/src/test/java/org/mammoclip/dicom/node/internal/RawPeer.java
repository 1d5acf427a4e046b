package org.mammoclip.dicom.node.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.mammoclip.dicom.Tag;
import org.mammoclip.dicom.Uid;

/** The other end of a connection, which does what a test tells it and nothing else. */
final class RawPeer implements AutoCloseable {
    static final String MAMMOGRAM = "1.2.840.10008.5.1.4.1.1.1.2";
    static final String EXPLICIT = "1.2.840.10008.1.2.1";
    static final int CONTEXT = 1;

    private static final int TIMEOUT_MILLIS = 10_000;

    private final Socket socket;
    private final PduReader reader;

    RawPeer(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(TIMEOUT_MILLIS);
        this.reader = new PduReader(socket.getInputStream(), 1 << 20, 4096);
    }

    static RawPeer connect(int port) throws IOException {
        return new RawPeer(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    /** As a peer that we call. */
    static RawPeer accept(ServerSocket server) throws IOException {
        server.setSoTimeout(TIMEOUT_MILLIS);
        return new RawPeer(server.accept());
    }

    /** Connects and has one context for mammograms in Explicit VR Little Endian accepted. */
    static RawPeer associate(int port) throws IOException {
        RawPeer peer = connect(port).send(request("MAMMOCLIP", "TEST"));
        assertThat(((Pdu.AssociateAc) peer.expect(PduType.A_ASSOCIATE_AC)).contexts())
                .allMatch(Pdu.ContextResult::isAccepted);
        return peer;
    }

    static Pdu.AssociateRq request(String called, String calling) {
        return new Pdu.AssociateRq(
                1,
                called,
                calling,
                PduCodec.APPLICATION_CONTEXT,
                List.of(new Pdu.ProposedContext(CONTEXT, MAMMOGRAM, List.of(EXPLICIT))),
                new Pdu.UserInformation(16_384, "1.2.3", "", Optional.empty()));
    }

    RawPeer send(Pdu pdu) throws IOException {
        return send(PduCodec.encode(pdu));
    }

    RawPeer send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    /** One P-DATA-TF with one PDV. */
    static byte[] pData(int contextId, int control, byte[] data) {
        return ByteBuffer.allocate(12 + data.length)
                .put((byte) 4)
                .put((byte) 0)
                .putInt(6 + data.length)
                .putInt(2 + data.length)
                .put((byte) contextId)
                .put((byte) control)
                .put(data)
                .array();
    }

    static byte[] command(CommandSet command) {
        return pData(CONTEXT, 3, command.encode());
    }

    static CommandSet echo(int messageId) {
        return CommandSet.builder(CommandSet.C_ECHO_RQ)
                .number(Tag.MessageID, messageId)
                .number(Tag.CommandDataSetType, CommandSet.NO_DATA_SET)
                .uid(Tag.AffectedSOPClassUID, Uid.of("1.2.840.10008.1.1"))
                .build();
    }

    static CommandSet store(int messageId, String sopClass, String sopInstance) {
        return CommandSet.builder(CommandSet.C_STORE_RQ)
                .number(Tag.MessageID, messageId)
                .number(Tag.Priority, 0)
                .number(Tag.CommandDataSetType, CommandSet.DATA_SET)
                .text(Tag.AffectedSOPClassUID, sopClass, '\0')
                .text(Tag.AffectedSOPInstanceUID, sopInstance, '\0')
                .build();
    }

    /** A whole C-STORE request. */
    RawPeer sendStore(int messageId, String sopInstance, byte[] data) throws IOException {
        return send(command(store(messageId, MAMMOGRAM, sopInstance))).sendData(data, 16_000);
    }

    RawPeer sendData(byte[] data, int fragment) throws IOException {
        for (int done = 0; done < data.length; done += fragment) {
            int length = Math.min(fragment, data.length - done);
            send(pData(
                    CONTEXT,
                    done + length == data.length ? 2 : 0,
                    java.util.Arrays.copyOfRange(data, done, done + length)));
        }
        return this;
    }

    Pdu expect(PduType type) throws IOException {
        assertThat(reader.next()).isEqualTo(type);
        return reader.body();
    }

    /** The next message's command set; its data set, if any, is read over. */
    CommandSet expectCommand() throws IOException {
        byte[] bytes = readMessagePart(true);
        CommandSet command = CommandSet.decode(bytes);
        if (command.hasDataSet()) {
            readMessagePart(false);
        }
        return command;
    }

    byte[] readMessagePart(boolean command) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        while (true) {
            PduReader.Pdv pdv = reader.nextPdv();
            if (pdv == null) {
                assertThat(reader.next()).isEqualTo(PduType.P_DATA_TF);
                continue;
            }
            assertThat(pdv.command()).isEqualTo(command);
            byte[] data = new byte[pdv.length()];
            int filled = 0;
            while (filled < data.length) {
                filled += reader.read(data, filled, data.length - filled);
            }
            bytes.writeBytes(data);
            if (pdv.last()) {
                return bytes.toByteArray();
            }
        }
    }

    int expectStatus() throws IOException {
        return expectCommand().number(Tag.Status).orElseThrow();
    }

    /** Reads until the other end closes; fails if it does not within {@value #TIMEOUT_MILLIS} ms. */
    void expectClosed() throws IOException {
        InputStream in = socket.getInputStream();
        try {
            while (in.read() >= 0) {
                // whatever it still says
            }
        } catch (SocketTimeoutException e) {
            throw new AssertionError("connection still open", e);
        } catch (SocketException reset) {
            // closed less politely
        }
    }

    void release() throws IOException {
        send(new Pdu.ReleaseRq());
        expect(PduType.A_RELEASE_RP);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
