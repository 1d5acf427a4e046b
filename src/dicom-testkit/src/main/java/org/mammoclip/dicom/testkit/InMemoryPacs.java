package org.mammoclip.dicom.testkit;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.mammoclip.dicom.Uid;
import org.mammoclip.dicom.dimse.AeTitle;
import org.mammoclip.dicom.dimse.DimseListener;
import org.mammoclip.dicom.dimse.DimseProvider;
import org.mammoclip.dicom.dimse.ListenerConfig;
import org.mammoclip.dicom.file.Part10File;
import org.mammoclip.dicom.file.Part10Writer;

/**
 * A PACS on loopback for tests and the quickstart: C-ECHO and C-STORE SCP (the provider {@code embedded}), and a
 * DICOMweb origin server with STOW-RS, WADO-RS and QIDO-RS (PS3.18 chapter 10). Duplicates are accepted and counted.
 * Faults can be injected. Not durable and without access control: never in front of patients. Thread-safe.
 */
public final class InMemoryPacs implements AutoCloseable {
    private static final int HTTP_THREADS = 16;

    private final AeTitle aeTitle;
    private final PacsArchive archive;
    private final PacsFaults faults = new PacsFaults();
    private final String authorization;
    private int dimsePort;
    private int httpPort;
    private volatile @Nullable Ports open;

    /** What is open between {@link #up} and {@link #down}. */
    private record Ports(LoopbackRelay relay, DimseListener dimse, Http http) {
        void close() {
            relay.close();
            dimse.close();
            http.server().stop(0);
            http.threads().shutdownNow();
        }
    }

    private record Http(HttpServer server, ExecutorService threads) {}

    private InMemoryPacs(Builder options) throws IOException {
        aeTitle = options.aeTitle;
        archive = new PacsArchive(options.directory);
        authorization = options.authorization;
        dimsePort = options.dimsePort;
        httpPort = options.httpPort;
    }

    /** Starts with AE title {@code TESTPACS} on free ports, objects in memory. */
    public static InMemoryPacs start() throws IOException {
        return builder().start();
    }

    public static Builder builder() {
        return new Builder();
    }

    public AeTitle aeTitle() {
        return aeTitle;
    }

    public synchronized int dimsePort() {
        return dimsePort;
    }

    /** The DICOMweb base, {@code http://127.0.0.1:PORT/dicom-web}. */
    public synchronized URI dicomWeb() {
        return URI.create("http://127.0.0.1:" + httpPort + DicomWebHandler.ROOT);
    }

    /** What it holds now, in the order of first arrival. */
    public List<StoredInstance> received() {
        return archive.entries(entry -> true).stream()
                .map(PacsArchive.Entry::instance)
                .toList();
    }

    /** What it holds of one study, in the order of first arrival. */
    public List<StoredInstance> received(Uid studyInstanceUid) {
        return received().stream()
                .filter(instance -> instance.studyInstanceUid().equals(studyInstanceUid))
                .toList();
    }

    /** The object as stored first: Part 10 bytes. */
    public Optional<byte[]> part10(Uid sopInstanceUid) {
        return archive.entry(sopInstanceUid).map(entry -> {
            try (InputStream in = entry.content().open()) {
                return in.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** Puts objects into the archive as if they had always been there; they do not count as arrivals. */
    public void load(List<Part10File> objects) throws IOException {
        for (Part10File object : objects) {
            try (PacsArchive.Incoming incoming = archive.incoming()) {
                Part10Writer.write(incoming.out(), object);
                incoming.load(incoming.finish());
            }
        }
    }

    /** Misbehaves from now on; faults queue up in the order given. */
    public void inject(PacsFault... next) {
        faults.add(next);
    }

    /** Ends all faults; stalled requests go on. */
    public void clearFaults() {
        faults.clear();
    }

    /** Closes both ports and all connections; the objects stay. */
    public synchronized void down() {
        if (open != null) {
            open.close();
            open = null;
        }
    }

    /** Opens the same ports again. */
    public synchronized void up() throws IOException {
        if (open != null) {
            return;
        }
        InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        DimseProvider provider = ServiceLoader.load(DimseProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(candidate -> candidate.name().equals("embedded"))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the embedded DIMSE provider is not on the class path"));
        DimseListener dimse = provider.listen(
                ListenerConfig.of(aeTitle, loopback, 0, DimseArchiver.storageContexts()),
                new DimseArchiver(archive, faults, this::cutConnections));
        try {
            LoopbackRelay relay = new LoopbackRelay(dimsePort, dimse.port());
            try {
                Http http = startHttp(loopback);
                dimsePort = relay.port();
                httpPort = http.server().getAddress().getPort();
                open = new Ports(relay, dimse, http);
            } catch (IOException e) {
                relay.close();
                throw e;
            }
        } catch (IOException e) {
            dimse.close();
            throw e;
        }
    }

    private void cutConnections() {
        Ports now = open;
        if (now != null) {
            now.relay().cut();
        }
    }

    private Http startHttp(InetAddress loopback) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(loopback, httpPort), 0);
        ExecutorService threads = Executors.newFixedThreadPool(HTTP_THREADS, task -> {
            Thread thread = new Thread(task, "in-memory-pacs-http");
            thread.setDaemon(true);
            return thread;
        });
        server.setExecutor(threads);
        server.createContext(DicomWebHandler.ROOT, new DicomWebHandler(archive, faults, authorization));
        server.start();
        return new Http(server, threads);
    }

    /** Forgets all objects and counts. */
    public void clear() throws IOException {
        archive.clear();
    }

    @Override
    public void close() {
        faults.clear();
        down();
    }

    /** How a PACS starts. Not thread-safe. */
    public static final class Builder {
        private AeTitle aeTitle = new AeTitle("TESTPACS");
        private @Nullable Path directory;
        private int dimsePort;
        private int httpPort;
        private String authorization = "";

        private Builder() {}

        @CanIgnoreReturnValue
        public Builder aeTitle(AeTitle title) {
            aeTitle = title;
            return this;
        }

        /** Keeps objects as {@code 00001-SOP-CLASS.dcm} in the directory and not in memory. */
        @CanIgnoreReturnValue
        public Builder directory(Path directory) {
            this.directory = directory;
            return this;
        }

        /** 0, the default: a free one. */
        @CanIgnoreReturnValue
        public Builder dimsePort(int port) {
            dimsePort = port;
            return this;
        }

        /** 0, the default: a free one. */
        @CanIgnoreReturnValue
        public Builder httpPort(int port) {
            httpPort = port;
            return this;
        }

        /** HTTP Basic credentials that every DICOMweb request must carry. */
        @CanIgnoreReturnValue
        public Builder basicAuthentication(String user, String password) {
            byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
            authorization = "Basic " + Base64.getEncoder().encodeToString(pair);
            return this;
        }

        public InMemoryPacs start() throws IOException {
            InMemoryPacs pacs = new InMemoryPacs(this);
            pacs.up();
            return pacs;
        }
    }
}
