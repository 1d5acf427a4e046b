package org.mammoclip.dicom.node.internal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.mammoclip.dicom.dimse.AeTitle;
import org.mammoclip.dicom.dimse.DimseListener;
import org.mammoclip.dicom.dimse.InstanceReceiver;
import org.mammoclip.dicom.dimse.ListenerConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running listener: the {@link Doorkeeper}'s thread and one thread for each admitted association. Threads are bounded
 * by twice the association limit (an association that has ended may still wait for its peer to close) and {@link
 * #MAX_HANDSHAKES}.
 */
public final class EmbeddedListener implements DimseListener {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedListener.class);

    /** TLS handshakes under way; beyond it a connection is closed, because nothing can be said before the handshake. */
    static final int MAX_HANDSHAKES = 32;

    /** Waiting for the peer to close after the last PDU takes no longer, whatever the ARTIM timer is set to. */
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(5);

    /** How long stop lets peers read their A-ABORT and close. */
    private static final Duration TIME_TO_CLOSE = Duration.ofMillis(500);

    /** How long stop waits for threads after their connections have been closed. */
    private static final Duration LAST_WAIT = Duration.ofSeconds(2);

    private static final int PLAIN_BUFFER_BYTES = 64 << 10;

    private final ListenerConfig config;
    private final InstanceReceiver receiver;
    private final Watchdog watchdog;
    private final String idPrefix;
    private final AtomicLong sequence = new AtomicLong();
    private final Admission admission;
    private final Negotiation negotiation;
    private final ListenerStatistics statistics = new ListenerStatistics();
    private final Duration closeTimeout;
    private final ThreadPoolExecutor threads;
    private final RefusalLog refusals = new RefusalLog(LOG, System::nanoTime);
    private final Semaphore handshakes = new Semaphore(MAX_HANDSHAKES);
    private final Set<AcceptedAssociation> associations = ConcurrentHashMap.newKeySet();
    private final Set<Transport> unadmitted = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final Doorkeeper doorkeeper;
    private final Thread door;

    /**
     * Binds the port and starts.
     *
     * @param idPrefix makes association ids of this listener differ from those of all others
     * @throws IOException if the port cannot be bound
     */
    public EmbeddedListener(ListenerConfig config, InstanceReceiver receiver, Watchdog watchdog, String idPrefix)
            throws IOException {
        this.config = config;
        this.receiver = receiver;
        this.watchdog = watchdog;
        this.idPrefix = idPrefix;
        this.admission = new Admission(config);
        this.negotiation = new Negotiation(config);
        this.closeTimeout =
                config.associationTimeout().compareTo(LONGEST_CLOSE) < 0 ? config.associationTimeout() : LONGEST_CLOSE;
        this.threads = new ThreadPoolExecutor(
                0,
                2 * config.maxAssociations() + MAX_HANDSHAKES,
                10,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                task -> daemon(task, "dimse-association"));
        this.doorkeeper = new Doorkeeper(
                new InetSocketAddress(config.address(), config.port()),
                config.associationTimeout(),
                closeTimeout,
                new House(),
                statistics,
                refusals);
        this.door = daemon(doorkeeper, "dimse-door-" + doorkeeper.port());
    }

    /** Begins to accept. */
    public EmbeddedListener start() {
        door.start();
        LOG.info(
                "listening as {} on {} port {}",
                config.aeTitle(),
                config.address().getHostAddress(),
                port());
        return this;
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public int port() {
        return doorkeeper.port();
    }

    @Override
    public Statistics statistics() {
        return statistics.snapshot(admission.open());
    }

    /** Where the doorkeeper sends its guests. */
    private final class House implements Doorkeeper.House {
        @Override
        public boolean isSecured() {
            return config.tls().isPresent();
        }

        @Override
        public Admission.Verdict decide(InetAddress address, Pdu.AssociateRq request) {
            return EmbeddedListener.this.decide(address, request);
        }

        @Override
        public void enter(PendingConnection connection, Pdu.AssociateRq request, Admission.Verdict verdict) {
            AeTitle calling = verdict.admitted();
            boolean served = false;
            try {
                Transport transport = transport(connection);
                UpperLayer layer = layer(transport, connection.machine());
                served = run(() -> serve(calling, request, transport, layer));
                if (!served) {
                    refused(connection, Pdu.AssociateRj.TEMPORARY_CONGESTION.meaning());
                    layer.send(Event.EVT8, Pdu.AssociateRj.TEMPORARY_CONGESTION);
                    transport.close();
                }
            } catch (IOException e) {
                closeQuietly(connection);
            } finally {
                if (!served) {
                    admission.leave(calling);
                }
            }
        }

        @Override
        public void enterSecured(PendingConnection connection) {
            if (!handshakes.tryAcquire()) {
                refused(connection, "too many handshakes");
                closeQuietly(connection);
                return;
            }
            try {
                Transport transport = transport(connection);
                if (!run(() -> welcomeSecured(connection, transport))) {
                    handshakes.release();
                    refused(connection, "no thread left");
                    transport.close();
                }
            } catch (IOException e) {
                handshakes.release();
                refused(connection, String.valueOf(e.getMessage()));
                closeQuietly(connection);
            }
        }
    }

    private Transport transport(PendingConnection connection) throws IOException {
        connection.channel().configureBlocking(true);
        return new Transport(connection.channel(), watchdog);
    }

    /** False when all threads are taken, by associations that have ended and wait for their peers to close. */
    private boolean run(Runnable task) {
        try {
            threads.execute(task);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    private void refused(PendingConnection connection, String reason) {
        statistics.countRejected();
        refusals.info("connection from {} refused: {}", connection.address().getHostAddress(), reason);
    }

    private Admission.Verdict decide(InetAddress address, Pdu.AssociateRq request) {
        Admission.Verdict verdict = admission.decide(request, address);
        Pdu.AssociateRj rejection = verdict.rejection();
        if (rejection != null) {
            statistics.countRejected();
            refusals.info("association from {} rejected: {}", address.getHostAddress(), rejection.meaning());
        }
        return verdict;
    }

    private static void closeQuietly(PendingConnection connection) {
        try {
            connection.channel().close();
        } catch (IOException e) {
            LOG.debug("closing a connection failed", e);
        }
    }

    private UpperLayer layer(Transport transport, UpperLayerStateMachine machine) {
        PduReader reader = new PduReader(transport.input(), config.maxPduLength(), PLAIN_BUFFER_BYTES);
        return new UpperLayer(transport, reader, machine, closeTimeout, config.messageTimeout());
    }

    /** Handshake, then the A-ASSOCIATE-RQ; both within the association time-out. */
    private void welcomeSecured(PendingConnection connection, Transport transport) {
        UpperLayer layer = layer(transport, connection.machine());
        Pdu.AssociateRq request = null;
        Admission.Verdict verdict = null;
        unadmitted.add(transport);
        try {
            ListenerConfig.Tls tls = config.tls().orElseThrow();
            long begin = System.nanoTime();
            transport.secure(
                    TlsProfile.accept(tls.context(), transport.plainSocket(), tls.clientAuth()),
                    config.associationTimeout());
            layer.patience(config.associationTimeout().minusNanos(System.nanoTime() - begin));
            layer.receive();
            request = (Pdu.AssociateRq) layer.received();
            verdict = decide(connection.address(), request);
            Pdu.AssociateRj rejection = verdict.rejection();
            if (rejection != null) {
                layer.send(Event.EVT8, rejection);
            }
        } catch (IOException e) {
            statistics.countAborted();
            refusals.info(
                    "connection from {} ended: {}",
                    connection.address().getHostAddress(),
                    String.valueOf(e.getMessage()));
        } finally {
            handshakes.release();
            unadmitted.remove(transport);
            if (request == null || verdict == null || !verdict.isAdmitted()) {
                layer.close();
            }
        }
        if (request != null && verdict != null && verdict.isAdmitted()) {
            serve(verdict.admitted(), request, transport, layer);
        }
    }

    private void serve(AeTitle calling, Pdu.AssociateRq request, Transport transport, UpperLayer layer) {
        AtomicBoolean left = new AtomicBoolean();
        Runnable leave = () -> {
            if (left.compareAndSet(false, true)) {
                admission.leave(calling);
            }
        };
        try {
            AcceptedAssociation association = new AcceptedAssociation(
                    idPrefix + "-" + sequence.incrementAndGet(),
                    calling,
                    config,
                    request,
                    negotiation.answer(request),
                    transport,
                    layer,
                    new StorageService(receiver, statistics),
                    statistics,
                    leave);
            statistics.countAccepted();
            associations.add(association);
            try {
                if (stopped.get()) {
                    association.stop();
                }
                association.run();
            } finally {
                associations.remove(association);
            }
        } finally {
            leave.run();
            layer.close();
        }
    }

    // ---- stopping

    @Override
    public void stop(Duration grace) {
        if (!stopped.compareAndSet(false, true)) {
            return;
        }
        doorkeeper.stop();
        join(door);
        threads.shutdown();
        unadmitted.forEach(Transport::close);
        associations.forEach(AcceptedAssociation::stop);
        if (!await(grace)) {
            if (!associations.isEmpty()) {
                LOG.warn("{} associations did not end within the grace, aborting them", associations.size());
            }
            associations.forEach(AcceptedAssociation::abort);
        }
        if (!await(TIME_TO_CLOSE)) {
            associations.forEach(AcceptedAssociation::disconnect);
        }
        if (!await(LAST_WAIT)) {
            LOG.warn("{} receivers are still busy; what they return is not acknowledged", associations.size());
        }
        LOG.info("stopped listening as {}", config.aeTitle());
    }

    private boolean await(Duration time) {
        try {
            return threads.awaitTermination(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join(LAST_WAIT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stop(Duration.ZERO);
    }
}
