package org.mammoclip.dicom.node.internal;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.mammoclip.dicom.node.internal.AssociationEndedException.Cause;

/**
 * The upper layer of one association (PS3.8 chapter 9): turns PDUs and primitives into events, and performs the actions
 * that the {@link UpperLayerStateMachine} asks for.
 *
 * <p>One thread, the association's, sends and receives; {@link #abort} may come from any thread.
 */
final class UpperLayer {
    /** An A-ABORT is not worth a longer wait. */
    private static final Duration LAST_WRITE_TIMEOUT = Duration.ofSeconds(1);

    private final Transport transport;
    private final PduReader reader;
    private final UpperLayerStateMachine machine;
    private final Duration artim;
    private final Duration writeTimeout;
    /** Guards {@code machine} and writes, so that an abort never cuts a PDU in two. */
    private final ReentrantLock lock = new ReentrantLock();

    private @Nullable Pdu received;
    private @Nullable AssociationEndedException ended;

    /**
     * @param machine in the state that the connection has reached
     * @param artim how long to wait for the peer to close (ARTIM timer, 9.1.5)
     * @param writeTimeout how long a write may be held up by a peer that does not read
     */
    UpperLayer(
            Transport transport,
            PduReader reader,
            UpperLayerStateMachine machine,
            Duration artim,
            Duration writeTimeout) {
        this.transport = transport;
        this.reader = reader;
        this.machine = machine;
        this.artim = artim;
        this.writeTimeout = writeTimeout;
    }

    /** The reader to take PDVs from after {@link #receive} returned P_DATA_TF. */
    PduReader reader() {
        return reader;
    }

    /** How long the peer may keep us waiting from now on, see {@link Transport#patience}. */
    void patience(Duration total) {
        transport.patience(total);
    }

    /**
     * Waits for a PDU that is legal in this state.
     *
     * @return its type; a control PDU is in {@link #received}
     * @throws AssociationEndedException after an abort of either side, a time-out or a broken connection; the A-ABORT, if
     *     one is due, has been sent
     */
    PduType receive() throws AssociationEndedException {
        PduType type;
        try {
            type = reader.next();
            if (type == null) {
                throw connectionLost("connection closed by peer");
            }
            received = type == PduType.P_DATA_TF ? null : reader.body();
        } catch (IOException e) {
            throw end(e);
        }
        Action action = on(type.received());
        switch (action) {
            case AE_3, AE_4, AE_6, DT_2, AR_2, AR_3, AR_6, AR_8, AR_10 -> {
                return type;
            }
            case AA_6 -> throw ended(Cause.ABORTED_BY_US, "aborted meanwhile");
            case AA_2, AA_3 ->
                throw ended(
                        Cause.ABORTED_BY_PEER,
                        received instanceof Pdu.Abort abort
                                ? "A-ABORT source " + abort.source() + " reason " + abort.reason()
                                : "A-ABORT");
            default ->
                throw sendAbort(
                        Pdu.Abort.byProvider(Pdu.Abort.UNEXPECTED_PDU), Cause.PROTOCOL_VIOLATION, "unexpected " + type);
        }
    }

    /** Reads over the P-DATA-TF that {@link #receive} announced. */
    void skipData() throws AssociationEndedException {
        byte[] discarded = new byte[4096];
        try {
            while (reader.nextPdv() != null) {
                while (reader.pdvRemaining() > 0) {
                    reader.read(discarded, 0, discarded.length);
                }
            }
        } catch (IOException e) {
            throw end(e);
        }
    }

    /** The control PDU that {@link #receive} announced. */
    Pdu received() {
        Pdu pdu = received;
        if (pdu == null) {
            throw new IllegalStateException("no control PDU was received");
        }
        return pdu;
    }

    /**
     * What an exception while reading means for the association. Sends the A-ABORT that is due.
     *
     * @param e thrown by the {@link PduReader}
     */
    AssociationEndedException end(IOException e) {
        if (e instanceof AssociationEndedException over) {
            return over;
        }
        if (e instanceof InvalidPduException invalid) {
            if (state() == State.STA1 || state() == State.STA13) {
                return ended(Cause.ABORTED_BY_US, "aborted meanwhile");
            }
            on(Event.EVT19);
            return sendAbort(
                    Pdu.Abort.byProvider(invalid.abortReason()),
                    Cause.PROTOCOL_VIOLATION,
                    String.valueOf(e.getMessage()));
        }
        if (e instanceof SocketTimeoutException && state() == State.STA2) {
            on(Event.EVT18);
            transport.close();
            return ended(Cause.TIMED_OUT, "no A-ASSOCIATE-RQ in time");
        }
        if (e instanceof SocketTimeoutException) {
            return abort(Pdu.Abort.byProvider(0), Cause.TIMED_OUT, "peer silent or too slow");
        }
        return connectionLost("connection broken");
    }

    private AssociationEndedException connectionLost(String detail) {
        if (state() != State.STA1) {
            on(Event.EVT17);
        }
        transport.close();
        return ended(Cause.CONNECTION_LOST, detail);
    }

    /** Sends a PDU as the action of a local primitive. */
    void send(Event primitive, Pdu pdu) throws AssociationEndedException {
        byte[] bytes = PduCodec.encode(pdu);
        send(primitive, bytes, 0, bytes.length);
    }

    /** P-DATA request primitive: one or more whole P-DATA-TF PDUs. */
    void sendData(byte[] pdus, int offset, int length) throws AssociationEndedException {
        send(Event.EVT9, pdus, offset, length);
    }

    private void send(Event primitive, byte[] bytes, int offset, int length) throws AssociationEndedException {
        lock.lock();
        try {
            if (machine.state() == State.STA1 || machine.state() == State.STA13) {
                throw ended(Cause.ABORTED_BY_US, "aborted meanwhile");
            }
            machine.on(primitive);
            transport.write(bytes, offset, length, writeTimeout);
        } catch (AssociationEndedException e) {
            throw e;
        } catch (IOException e) {
            throw connectionLost("write failed or timed out");
        } finally {
            lock.unlock();
        }
    }

    private Action on(Event event) {
        lock.lock();
        try {
            return machine.on(event);
        } finally {
            lock.unlock();
        }
    }

    /**
     * A-ABORT request primitive, from any thread. When the association's thread is in the middle of a write that does
     * not end, the connection is closed without an A-ABORT PDU.
     */
    AssociationEndedException abort(Pdu.Abort pdu, Cause cause, String detail) {
        boolean locked = false;
        try {
            locked = lock.tryLock(1, TimeUnit.SECONDS);
            if (!locked) {
                transport.close();
            } else if (machine.state() != State.STA1 && machine.state() != State.STA13) {
                machine.on(Event.EVT15);
                return sendAbort(pdu, cause, detail);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            transport.close();
        } finally {
            if (locked) {
                lock.unlock();
            }
        }
        return ended(cause, detail);
    }

    /** Sends the A-ABORT of AA-1, AA-7 or AA-8; the machine is in Sta13. */
    private AssociationEndedException sendAbort(Pdu.Abort pdu, Cause cause, String detail) {
        lock.lock();
        try {
            byte[] bytes = PduCodec.encode(pdu);
            transport.write(bytes, 0, bytes.length, LAST_WRITE_TIMEOUT);
        } catch (IOException e) {
            transport.close();
        } finally {
            lock.unlock();
        }
        return ended(cause, detail);
    }

    private synchronized AssociationEndedException ended(Cause cause, String detail) {
        AssociationEndedException first = ended;
        if (first == null) {
            first = new AssociationEndedException(cause, detail);
            ended = first;
        }
        return first;
    }

    State state() {
        lock.lock();
        try {
            return machine.state();
        } finally {
            lock.unlock();
        }
    }

    /** Ends the connection: in Sta13 after the peer closed it or ARTIM expired, else at once. */
    void close() {
        if (state() == State.STA13) {
            on(transport.awaitClose(artim) ? Event.EVT17 : Event.EVT18);
        } else {
            transport.close();
        }
    }
}
