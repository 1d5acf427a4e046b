package org.mammoclip.dicom.node.internal;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mammoclip.dicom.Tag;
import org.mammoclip.dicom.Uid;
import org.mammoclip.dicom.dimse.AeTitle;
import org.mammoclip.dicom.dimse.InstanceFile;
import org.mammoclip.dicom.dimse.RemoteAe;
import org.mammoclip.dicom.dimse.StoreStatus;
import org.mammoclip.dicom.node.internal.AssociationEndedException.Cause;

/**
 * An association that we asked for and the peer accepted: one operation at a time, each with its response (PS3.7 9.1.1,
 * 9.1.5). One thread.
 */
final class RequestedAssociation implements AutoCloseable {
    /** What we announce: responses are small. */
    private static final int MAX_PDU_LENGTH = 64 << 10;

    private static final int BUFFER_BYTES = 4 << 10;

    /** As much of a data set goes out in one PDU, if the peer takes as much. */
    private static final int CHUNK_BYTES = 256 << 10;

    private final RemoteAe remote;
    private final Transport transport;
    private final UpperLayer layer;
    private final Map<ContextKey, PresentationContext> contexts = new HashMap<>();
    private final Map<Integer, Pdu.ContextResult> results = new HashMap<>();
    private MessageReader messages;
    private MessageWriter writer;
    private int messageId;

    /** What a presentation context is proposed for. */
    record ContextKey(Uid abstractSyntax, Uid transferSyntax) {}

    /** The peer's A-ASSOCIATE-RJ. */
    static final class RejectedException extends IOException {
        private static final long serialVersionUID = 1L;

        private final transient Pdu.AssociateRj rejection;

        RejectedException(Pdu.AssociateRj rejection) {
            super("association rejected: " + rejection.meaning());
            this.rejection = rejection;
        }

        Pdu.AssociateRj rejection() {
            return rejection;
        }
    }

    private RequestedAssociation(RemoteAe remote, Transport transport) {
        this.remote = remote;
        this.transport = transport;
        UpperLayerStateMachine machine = new UpperLayerStateMachine(UpperLayerStateMachine.Role.REQUESTOR);
        Action unused = machine.on(Event.EVT1);
        this.layer = new UpperLayer(
                transport,
                new PduReader(transport.input(), MAX_PDU_LENGTH, BUFFER_BYTES),
                machine,
                remote.connectTimeout(),
                remote.responseTimeout());
        this.messages = new MessageReader(layer, Map.of(), 0);
        this.writer = new MessageWriter(layer, MessageWriter.MIN_PDU_LENGTH, 0);
    }

    /**
     * Connects and negotiates.
     *
     * @param keys at most 128, each becomes one context with one transfer syntax
     * @throws RejectedException if the peer rejects the association
     * @throws IOException if it cannot be reached, breaks off, or does not answer in time
     */
    static RequestedAssociation open(RemoteAe remote, AeTitle calling, List<ContextKey> keys, Watchdog watchdog)
            throws IOException {
        RequestedAssociation association = new RequestedAssociation(remote, connect(remote, watchdog));
        try {
            association.negotiate(calling, keys);
            return association;
        } catch (IOException e) {
            association.close();
            throw e;
        }
    }

    private static Transport connect(RemoteAe remote, Watchdog watchdog) throws IOException {
        SocketChannel channel = SocketChannel.open();
        try {
            channel.socket().connect(new InetSocketAddress(remote.host(), remote.port()), (int)
                    remote.connectTimeout().toMillis());
            Transport transport = new Transport(channel, watchdog);
            if (remote.tls().isPresent()) {
                secure(remote, transport);
            }
            return transport;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e instanceof IOException io ? io : new IOException("cannot connect", e);
        }
    }

    private static void secure(RemoteAe remote, Transport transport) throws IOException {
        try {
            transport.secure(
                    TlsProfile.connect(remote.tls().orElseThrow(), transport.plainSocket()), remote.responseTimeout());
        } catch (IOException e) {
            transport.close();
            throw e;
        }
    }

    private void negotiate(AeTitle calling, List<ContextKey> keys) throws IOException {
        List<Pdu.ProposedContext> proposed = new ArrayList<>();
        for (ContextKey key : keys) {
            proposed.add(new Pdu.ProposedContext(
                    2 * proposed.size() + 1,
                    key.abstractSyntax().value(),
                    List.of(key.transferSyntax().value())));
        }
        layer.send(
                Event.EVT2,
                new Pdu.AssociateRq(
                        1,
                        remote.aeTitle().value(),
                        calling.value(),
                        PduCodec.APPLICATION_CONTEXT,
                        proposed,
                        Negotiation.userInformation(MAX_PDU_LENGTH, Optional.empty())));
        layer.patience(remote.responseTimeout());
        layer.receive();
        if (layer.received() instanceof Pdu.AssociateRj rejection) {
            throw new RejectedException(rejection);
        }
        Pdu.AssociateAc accept = (Pdu.AssociateAc) layer.received();
        long peerMaximum = accept.userInformation().maximumLength();
        if (!MessageWriter.isUsable(peerMaximum)) {
            throw layer.abort(
                    Pdu.Abort.byProvider(Pdu.Abort.INVALID_PDU_PARAMETER_VALUE),
                    Cause.PROTOCOL_VIOLATION,
                    "peer takes PDUs of " + peerMaximum + " bytes only");
        }
        accept.contexts().forEach(result -> results.put(result.id(), result));
        Map<Integer, PresentationContext> byId = new HashMap<>();
        for (int i = 0; i < keys.size(); i++) {
            Pdu.ContextResult result = results.get(2 * i + 1);
            ContextKey key = keys.get(i);
            if (result != null
                    && result.isAccepted()
                    && result.transferSyntax().equals(key.transferSyntax().value())) {
                PresentationContext context =
                        new PresentationContext(result.id(), key.abstractSyntax(), key.transferSyntax());
                contexts.put(key, context);
                byId.put(context.id(), context);
            }
        }
        messages = new MessageReader(layer, byId, 0);
        writer = new MessageWriter(layer, peerMaximum, CHUNK_BYTES);
    }

    /** The accepted context, empty if the peer did not accept it. */
    Optional<PresentationContext> context(ContextKey key) {
        return Optional.ofNullable(contexts.get(key));
    }

    /** C-ECHO (PS3.7 9.1.5). */
    StoreStatus echo(PresentationContext context) throws AssociationEndedException {
        writer.writeCommand(
                context.id(),
                request(CommandSet.C_ECHO_RQ, CommandSet.NO_DATA_SET, context).build());
        return response(CommandSet.C_ECHO_RSP);
    }

    /**
     * C-STORE (PS3.7 9.1.1).
     *
     * @throws AssociationEndedException if the association ended before the response
     * @throws IOException if the file cannot be read; the association is then useless
     */
    StoreStatus store(PresentationContext context, InstanceFile file) throws IOException {
        try (InputStream data = file.openDataSet()) {
            writer.writeCommand(
                    context.id(),
                    request(CommandSet.C_STORE_RQ, CommandSet.DATA_SET, context)
                            .number(Tag.Priority, CommandSet.PRIORITY_MEDIUM)
                            .uid(Tag.AffectedSOPInstanceUID, file.sopInstanceUid())
                            .build());
            writer.writeDataSet(context.id(), data, file.dataSetLength());
        }
        return response(CommandSet.C_STORE_RSP);
    }

    private CommandSet.Builder request(int field, int dataSetType, PresentationContext context) {
        messageId = messageId % 0xFFFF + 1;
        return CommandSet.builder(field)
                .number(Tag.MessageID, messageId)
                .number(Tag.CommandDataSetType, dataSetType)
                .uid(Tag.AffectedSOPClassUID, context.abstractSyntax());
    }

    private StoreStatus response(int field) throws AssociationEndedException {
        layer.patience(remote.responseTimeout());
        MessageReader.Message message = messages.next(() -> {});
        if (message == null) {
            throw layer.abort(Pdu.Abort.BY_USER, Cause.PROTOCOL_VIOLATION, "release instead of a response");
        }
        CommandSet response = message.command();
        if (response.field() != field
                || response.number(Tag.MessageIDBeingRespondedTo).orElse(-1) != messageId
                || response.number(Tag.Status).isEmpty()
                || message.dataSet() != null) {
            throw layer.abort(Pdu.Abort.BY_USER, Cause.PROTOCOL_VIOLATION, "not the response to our request");
        }
        return new StoreStatus(
                response.number(Tag.Status).getAsInt(),
                response.text(Tag.ErrorComment).orElse(""));
    }

    /** A-ABORT: the operation under way cannot be finished. */
    void abort(String detail) {
        AssociationEndedException unused = layer.abort(Pdu.Abort.BY_USER, Cause.ABORTED_BY_US, detail);
    }

    /**
     * Releases the association if it stands (PS3.8 7.2), collision included, and closes the connection. What the peer
     * does now changes nothing of what it has acknowledged.
     */
    @Override
    public void close() {
        try {
            if (layer.state() == State.STA6) {
                layer.patience(remote.responseTimeout());
                layer.send(Event.EVT11, new Pdu.ReleaseRq());
                while (layer.receive() != PduType.A_RELEASE_RP) {
                    if (layer.state() == State.STA9) {
                        layer.send(Event.EVT14, new Pdu.ReleaseRp());
                    } else {
                        layer.skipData();
                    }
                }
            }
        } catch (IOException e) {
            // the association is over, only less politely
        } finally {
            layer.close();
            transport.close();
        }
    }
}
