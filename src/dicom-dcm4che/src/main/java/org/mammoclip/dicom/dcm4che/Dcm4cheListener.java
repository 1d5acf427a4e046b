package org.mammoclip.dicom.dcm4che;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.dcm4che3.net.ApplicationEntity;
import org.dcm4che3.net.Association;
import org.dcm4che3.net.Connection;
import org.dcm4che3.net.Device;
import org.mammoclip.dicom.dimse.DimseListener;
import org.mammoclip.dicom.dimse.InstanceReceiver;
import org.mammoclip.dicom.dimse.ListenerConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A dcm4che device with one connection and one application entity. Thread-safe. */
final class Dcm4cheListener implements DimseListener {
    private static final Logger LOG = LoggerFactory.getLogger(Dcm4cheListener.class);

    /** Connections that are not admitted each hold a thread in dcm4che; beyond this number they are closed at once. */
    private static final int MAX_UNADMITTED = 256;

    private static final int BACKLOG = 1024;
    private static final Duration LAST_WAIT = Duration.ofSeconds(2);

    private final ListenerConfig config;
    private final Device device = new Device("mammoclip");
    private final Connection connection = new Connection();
    private final AdmissionHandler admission;
    private final StorageHandler storage;
    private final ThreadPoolExecutor threads;
    private final ScheduledExecutorService timer;
    private final AtomicBoolean stopped = new AtomicBoolean();

    Dcm4cheListener(ListenerConfig config, InstanceReceiver receiver, String idPrefix) {
        this.config = config;
        this.threads = new ThreadPoolExecutor(
                0,
                config.maxAssociations() + MAX_UNADMITTED,
                10,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                task -> daemon(task, "dcm4che-association"));
        this.timer = Executors.newScheduledThreadPool(1, task -> daemon(task, "dcm4che-timer"));
        this.admission = new AdmissionHandler(config);
        this.storage = new StorageHandler(config, receiver, idPrefix, timer);
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    Dcm4cheListener start() throws IOException {
        connection.setBindAddress(config.address().getHostAddress());
        connection.setHostname(config.address().getHostAddress());
        connection.setPort(config.port() == 0 ? freePort() : config.port());
        connection.setBacklog(BACKLOG);
        connection.setTcpNoDelay(true);
        connection.setReceivePDULength(config.maxPduLength());
        connection.setRequestTimeout(millis(config.associationTimeout()));
        connection.setReleaseTimeout(millis(config.associationTimeout()));
        connection.setIdleTimeout(millis(config.idleTimeout()));
        connection.setSendTimeout(millis(config.messageTimeout()));
        ApplicationEntity entity = new ApplicationEntity(config.aeTitle().value());
        entity.setAssociationAcceptor(true);
        entity.addConnection(connection);
        device.addConnection(connection);
        device.addApplicationEntity(entity);
        device.setDimseRQHandler(storage);
        device.setAssociationHandler(admission);
        device.setExecutor(threads);
        device.setScheduledExecutor(timer);
        try {
            device.bindConnections();
        } catch (IOException | GeneralSecurityException e) {
            threads.shutdownNow();
            timer.shutdownNow();
            throw new IOException(
                    "cannot listen on " + config.address().getHostAddress() + " port " + connection.getPort(), e);
        }
        LOG.info(
                "listening as {} on {} port {}",
                config.aeTitle(),
                config.address().getHostAddress(),
                port());
        return this;
    }

    private static int millis(Duration duration) {
        return (int) Math.min(Integer.MAX_VALUE, Math.max(1, duration.toMillis()));
    }

    /** dcm4che does not tell the port it was given; another process could take this one before it is bound. */
    private int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(config.address(), 0));
            return socket.getLocalPort();
        }
    }

    @Override
    public int port() {
        return connection.getPort();
    }

    @Override
    public Statistics statistics() {
        return new Statistics(
                admission.open().size(),
                admission.acceptedCount(),
                admission.rejectedCount(),
                admission.abortedCount(),
                storage.received(),
                storage.refused(),
                storage.receivedBytes());
    }

    @Override
    public void stop(Duration grace) {
        if (!stopped.compareAndSet(false, true)) {
            return;
        }
        device.unbindConnections();
        storage.stopAfterMessage();
        for (Association association : device.listOpenAssociations()) {
            if (!storage.isInMessage(association)) {
                association.abort();
            }
        }
        threads.shutdown();
        if (!await(grace)) {
            for (Association association : device.listOpenAssociations()) {
                association.abort();
            }
            if (!await(LAST_WAIT)) {
                LOG.warn("receivers are still busy; what they return is not acknowledged");
            }
        }
        timer.shutdown(); // dcm4che closes sockets a moment after an abort, on this timer
    }

    private boolean await(Duration time) {
        try {
            return threads.awaitTermination(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        stop(Duration.ZERO);
    }
}
