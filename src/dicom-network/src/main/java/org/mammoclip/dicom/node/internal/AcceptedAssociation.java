package org.mammoclip.dicom.node.internal;

import org.mammoclip.dicom.Uid;
import org.mammoclip.dicom.dimse.AeTitle;
import org.mammoclip.dicom.dimse.ListenerConfig;
import org.mammoclip.dicom.dimse.StoreRequest;
import org.mammoclip.dicom.node.internal.AssociationEndedException.Cause;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One admitted association from A-ASSOCIATE-AC to its end, on one thread.
 *
 * <p>{@link #stop} and {@link #abort} come from other threads: an association between two messages ends at once, one
 * within a message after its response.
 */
final class AcceptedAssociation implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(AcceptedAssociation.class);

    /** Responses are smaller, or are cut. */
    private static final int RESPONSE_BYTES = 1024;

    private final String id;
    private final AeTitle calling;
    private final String peerAddress;
    private final ListenerConfig config;
    private final Pdu.AssociateRq request;
    private final Negotiation.Result negotiated;
    private final StorageService service;
    private final ListenerStatistics statistics;
    private final Runnable leave;
    private final Transport transport;
    private final UpperLayer layer;

    private final Object phase = new Object();
    private boolean inMessage;
    private boolean stopping;

    /**
     * @param layer in Sta3
     * @param leave gives the place back, may be called again
     */
    AcceptedAssociation(
            String id,
            AeTitle calling,
            ListenerConfig config,
            Pdu.AssociateRq request,
            Negotiation.Result negotiated,
            Transport transport,
            UpperLayer layer,
            StorageService service,
            ListenerStatistics statistics,
            Runnable leave) {
        this.id = id;
        this.calling = calling;
        this.peerAddress = transport.peerAddress();
        this.config = config;
        this.request = request;
        this.negotiated = negotiated;
        this.transport = transport;
        this.service = service;
        this.statistics = statistics;
        this.leave = leave;
        this.layer = layer;
    }

    @Override
    public void run() {
        int messages = 0;
        try {
            layer.send(Event.EVT7, negotiated.accept());
            LOG.info("{}: association from {} at {}", id, calling, peerAddress);
            messages = serve();
            leave.run();
            layer.send(Event.EVT14, new Pdu.ReleaseRp());
            LOG.info("{}: released after {} messages", id, messages);
        } catch (AssociationEndedException e) {
            statistics.countAborted();
            LOG.info("{}: ended without release, {}: {}", id, e.why(), e.getMessage());
        } finally {
            leave.run();
            layer.close();
        }
    }

    /** Until release; returns the number of messages. */
    private int serve() throws AssociationEndedException {
        MessageReader messages = new MessageReader(layer, negotiated.contexts(), config.maxDataSetBytes());
        MessageWriter responses =
                new MessageWriter(layer, request.userInformation().maximumLength(), RESPONSE_BYTES);
        int count = 0;
        while (true) {
            layer.patience(config.idleTimeout());
            MessageReader.Message message = messages.next(this::beginMessage);
            if (message == null) {
                return count;
            }
            CommandSet response = service.serve(message, this::storeRequest);
            responses.writeCommand(message.context().id(), response);
            count++;
            endMessage();
        }
    }

    private void beginMessage() throws AssociationEndedException {
        synchronized (phase) {
            if (!stopping) {
                inMessage = true;
                layer.patience(config.messageTimeout());
                return;
            }
        }
        throw layer.abort(Pdu.Abort.BY_USER, Cause.ABORTED_BY_US, "listener stopped");
    }

    private void endMessage() throws AssociationEndedException {
        synchronized (phase) {
            inMessage = false;
            if (!stopping) {
                return;
            }
        }
        throw layer.abort(Pdu.Abort.BY_USER, Cause.ABORTED_BY_US, "listener stopped");
    }

    private StoreRequest storeRequest(Uid sopClass, Uid sopInstance, Uid transferSyntax) {
        return new StoreRequest(id, calling, config.aeTitle(), peerAddress, sopClass, sopInstance, transferSyntax);
    }

    /** Ends the association after the message that is under way, at once if there is none. */
    void stop() {
        synchronized (phase) {
            stopping = true;
            if (inMessage) {
                return;
            }
        }
        abort();
        disconnect(); // wakes its thread, which waits for a message that is not coming
    }

    /** Ends the association now. A message under way is not acknowledged. */
    void abort() {
        AssociationEndedException unused = layer.abort(Pdu.Abort.BY_USER, Cause.ABORTED_BY_US, "listener stopped");
    }

    /** Closes the connection without a word. */
    void disconnect() {
        transport.close();
    }
}
