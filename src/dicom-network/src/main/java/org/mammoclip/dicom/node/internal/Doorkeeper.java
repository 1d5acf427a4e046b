package org.mammoclip.dicom.node.internal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread for the port and for every connection that has not been admitted (Sta2, and Sta13 after a refusal): peers
 * that connect and say nothing, port scans and floods cost a file descriptor and a few bytes each, never a thread, and
 * do not count as associations. Beyond {@link #MAX_PENDING} the oldest of them is closed for the newest.
 */
final class Doorkeeper implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Doorkeeper.class);

    /** Connections waiting for admission or for their close. */
    static final int MAX_PENDING = 1024;

    /** Memory for requests that are still arriving, in bytes. */
    static final int MAX_PENDING_BYTES = 16 << 20;

    private static final int TICK_MILLIS = 50;
    private static final int BACKLOG = 1024;

    /** What is done with connections that leave the door. */
    interface House {
        /** Decides on a request; an admitted one is handed over with {@link #enter}. */
        Admission.Verdict decide(InetAddress address, Pdu.AssociateRq request);

        /** Takes over an admitted connection, machine in Sta3, no longer registered with a selector. */
        void enter(PendingConnection connection, Pdu.AssociateRq request, Admission.Verdict verdict);

        /** Takes over a connection whose peer has begun to speak, for TLS; machine in Sta2, no longer registered. */
        void enterSecured(PendingConnection connection);

        boolean isSecured();
    }

    private record Guest(PendingConnection connection, Pdu.AssociateRq request, Admission.Verdict verdict) {}

    private final ServerSocketChannel server;
    private final Selector selector;
    private final SelectionKey acceptKey;
    private final Duration associationTimeout;
    private final Duration closeTimeout;
    private final House house;
    private final ListenerStatistics statistics;
    private final RefusalLog refusals;
    private final ByteBuffer scratch = ByteBuffer.allocateDirect(16 << 10);
    private final List<Guest> admitted = new ArrayList<>();
    private final List<PendingConnection> securing = new ArrayList<>();
    private volatile boolean stopped;
    private long lastSweepNanos = System.nanoTime();

    /** @throws IOException if the port cannot be bound */
    Doorkeeper(
            InetSocketAddress local,
            Duration associationTimeout,
            Duration closeTimeout,
            House house,
            ListenerStatistics statistics,
            RefusalLog refusals)
            throws IOException {
        this.associationTimeout = associationTimeout;
        this.closeTimeout = closeTimeout;
        this.house = house;
        this.statistics = statistics;
        this.refusals = refusals;
        this.server = ServerSocketChannel.open();
        try {
            server.bind(local, BACKLOG);
            server.configureBlocking(false);
            this.selector = Selector.open();
            this.acceptKey = server.register(selector, SelectionKey.OP_ACCEPT);
        } catch (IOException e) {
            server.close();
            throw new IOException(
                    "cannot listen on " + local.getAddress().getHostAddress() + " port " + local.getPort(), e);
        }
    }

    int port() {
        return server.socket().getLocalPort();
    }

    /** Closes the port; the thread then closes every connection that has not been admitted, and ends. */
    void stop() {
        stopped = true;
        try {
            server.close();
        } catch (IOException e) {
            LOG.warn("closing the port failed", e);
        }
        selector.wakeup();
    }

    @Override
    public void run() {
        try {
            while (!stopped) {
                selector.select(TICK_MILLIS);
                for (SelectionKey key : selector.selectedKeys()) {
                    if (!key.isValid()) {
                        continue;
                    }
                    if (key == acceptKey) {
                        accept();
                    } else {
                        read(key, (PendingConnection) key.attachment());
                    }
                }
                selector.selectedKeys().clear();
                sweep();
                handOver();
            }
        } catch (IOException e) {
            LOG.error("the listener's selector failed, the port is closed", e);
        } finally {
            closeAll();
        }
    }

    private void closeAll() {
        pending().forEach(this::close);
        try {
            server.close();
            selector.close();
        } catch (IOException e) {
            LOG.warn("closing the port failed", e);
        }
    }

    private void accept() {
        for (int i = 0; i < MAX_PENDING; i++) {
            try {
                SocketChannel channel = server.accept();
                if (channel == null) {
                    return;
                }
                makeRoom();
                register(channel);
            } catch (IOException e) {
                // out of file descriptors: leave the rest in the backlog until the next sweep
                refusals.info("connection from {} not accepted: {}", "unknown", String.valueOf(e.getMessage()));
                acceptKey.interestOps(0);
                return;
            }
        }
    }

    private void register(SocketChannel channel) throws IOException {
        try {
            channel.configureBlocking(false);
            Transport.configure(channel);
            long now = System.nanoTime();
            channel.register(
                    selector, SelectionKey.OP_READ, new PendingConnection(channel, now, associationTimeout.toNanos()));
        } catch (IOException e) {
            channel.close();
        }
    }

    private void makeRoom() {
        // one key is the port's
        if (selector.keys().size() - 1 < MAX_PENDING) {
            return;
        }
        pending().stream()
                .min(Comparator.comparingLong(key -> ((PendingConnection) key.attachment()).acceptedAtNanos()))
                .ifPresent(this::close);
    }

    private List<SelectionKey> pending() {
        return selector.keys().stream()
                .filter(key -> key != acceptKey && key.isValid())
                .toList();
    }

    private void read(SelectionKey key, PendingConnection connection) {
        try {
            if (connection.machine().state() == State.STA13) {
                if (connection.discard(scratch)) {
                    Action unused = connection.machine().on(Event.EVT17);
                    close(key);
                }
            } else if (house.isSecured()) {
                key.cancel();
                securing.add(connection);
            } else {
                readRequest(key, connection);
            }
        } catch (InvalidPduException e) {
            Action unused = connection.machine().on(Event.EVT19);
            statistics.countAborted();
            refusals.info(
                    "connection from {} aborted: {}",
                    connection.address().getHostAddress(),
                    String.valueOf(e.getMessage()));
            refuse(key, connection, Pdu.Abort.byProvider(e.abortReason()));
        } catch (IOException e) {
            Action unused = connection.machine().on(Event.EVT17);
            close(key);
        } catch (RuntimeException e) {
            LOG.error("a connection is closed because of a programming error; the port stays open", e);
            close(key);
        }
    }

    private void readRequest(SelectionKey key, PendingConnection connection) throws IOException {
        Pdu.AssociateRq request = connection.readRequest();
        if (request == null) {
            if (connection.bufferedBytes() > PduCodec.HEADER_BYTES && pendingBytes() > MAX_PENDING_BYTES) {
                close(key);
            }
            return;
        }
        Admission.Verdict verdict = house.decide(connection.address(), request);
        Pdu.AssociateRj rejection = verdict.rejection();
        if (rejection == null) {
            Action unused = connection.machine().on(Event.EVT6);
            key.cancel();
            admitted.add(new Guest(connection, request, verdict));
        } else {
            reject(connection.machine(), rejection);
            refuse(key, connection, rejection);
        }
    }

    /** AE-6 when the provider itself refuses, else AE-6 and AE-8. */
    private static void reject(UpperLayerStateMachine machine, Pdu.AssociateRj rejection) {
        Action unused;
        if (rejection.equals(Pdu.AssociateRj.PROTOCOL_VERSION)) {
            unused = machine.onUnacceptableRequest();
        } else {
            unused = machine.on(Event.EVT6);
            unused = machine.on(Event.EVT8);
        }
    }

    private long pendingBytes() {
        return pending().stream()
                .mapToLong(key -> ((PendingConnection) key.attachment()).bufferedBytes())
                .sum();
    }

    /** The last PDU to this peer; then it has a moment to close. */
    private void refuse(SelectionKey key, PendingConnection connection, Pdu lastPdu) {
        try {
            connection.channel().write(ByteBuffer.wrap(PduCodec.encode(lastPdu)));
            connection.channel().shutdownOutput();
            connection.startArtim(System.nanoTime(), closeTimeout.toNanos());
        } catch (IOException e) {
            close(key);
        }
    }

    private void sweep() {
        long now = System.nanoTime();
        if (now - lastSweepNanos < TimeUnit.MILLISECONDS.toNanos(TICK_MILLIS)) {
            return;
        }
        lastSweepNanos = now;
        if (acceptKey.isValid()) {
            acceptKey.interestOps(SelectionKey.OP_ACCEPT);
        }
        for (SelectionKey key : pending()) {
            PendingConnection connection = (PendingConnection) key.attachment();
            if (connection.isExpired(now)) {
                Action unused = connection.machine().on(Event.EVT18);
                close(key);
            }
        }
    }

    private void close(SelectionKey key) {
        key.cancel();
        try {
            key.channel().close();
        } catch (IOException e) {
            LOG.debug("closing a connection failed", e);
        }
    }

    /** Connections change to blocking mode only after the selector has let them go. */
    private void handOver() throws IOException {
        if (admitted.isEmpty() && securing.isEmpty()) {
            return;
        }
        selector.selectNow();
        for (Guest guest : admitted) {
            house.enter(guest.connection(), guest.request(), guest.verdict());
        }
        for (PendingConnection connection : securing) {
            house.enterSecured(connection);
        }
        admitted.clear();
        securing.clear();
    }
}
