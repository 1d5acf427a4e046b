package org.mammoclip.conformance.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.mammoclip.conformance.peers.FreePort;
import org.mammoclip.conformance.peers.WorkerProcess;
import org.mammoclip.embedded.EmbeddedDatabase;

/** One of the receivers that are compared: a process that stores what is sent to its port. */
interface StoragePeer extends AutoCloseable {
    String name();

    String aeTitle();

    int port();

    @Override
    void close() throws IOException;

    /** This product: the listener with its ledger on a PostgreSQL that syncs. */
    static StoragePeer worker(Path directory, String javaOptions) throws IOException, InterruptedException {
        EmbeddedDatabase database = EmbeddedDatabase.start(directory.resolve("postgres"), true);
        WorkerProcess worker = WorkerProcess.configure(
                directory,
                """
                database: { url: "%s", username: %s, poolSize: 10 }
                study: { quietPeriod: 24h, completeGrace: 10m }
                """.formatted(database.jdbcUrl(), database.user()),
                Map.of("MAMMOCLIP_JAVA_OPTS", javaOptions));
        worker.migrate();
        worker.start();
        worker.awaitReady();
        return new StoragePeer() {
            @Override
            public String name() {
                return "mammoclip";
            }

            @Override
            public String aeTitle() {
                return "MAMMOCLIP";
            }

            @Override
            public int port() {
                return worker.dimsePort();
            }

            @Override
            public void close() throws IOException {
                worker.close();
                database.close();
            }
        };
    }

    /** Orthanc as configured by default: it syncs each file (SyncStorageArea). */
    static StoragePeer orthanc(Path directory) throws IOException, InterruptedException {
        int port = FreePort.find();
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("orthanc.json"), """
                { "Name": "bench", "StorageDirectory": "db", "IndexDirectory": "db", "Plugins": [],
                  "HttpServerEnabled": false, "DicomServerEnabled": true, "DicomPort": %d, "DicomAet": "ORTHANC",
                  "DicomAlwaysAllowStore": true, "DicomThreadsCount": 4, "SyncStorageArea": true,
                  "StorageCompression": false, "MaximumPduLength": 131072 }
                """.formatted(port));
        return process("orthanc", "ORTHANC", port, directory, List.of("Orthanc", "orthanc.json"));
    }

    /** storescp of dcmtk, a process for each association; it does not sync. */
    static StoragePeer storescp(Path directory) throws IOException, InterruptedException {
        int port = FreePort.find();
        Files.createDirectories(directory.resolve("received"));
        return process(
                "storescp",
                "STORESCP",
                port,
                directory,
                List.of(
                        "storescp",
                        "--fork",
                        "-pdu",
                        "131072",
                        "-aet",
                        "STORESCP",
                        "-od",
                        "received",
                        "-uf",
                        Integer.toString(port)));
    }

    private static StoragePeer process(String name, String aeTitle, int port, Path directory, List<String> command)
            throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve(name + ".log").toFile())
                .start();
        awaitPort(port, Duration.ofSeconds(30));
        return new StoragePeer() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public String aeTitle() {
                return aeTitle;
            }

            @Override
            public int port() {
                return port;
            }

            @Override
            public void close() {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        };
    }

    private static void awaitPort(int port, Duration limit) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (true) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress("127.0.0.1", port), 500);
                return;
            } catch (IOException e) {
                if (System.nanoTime() > deadline) {
                    throw new IOException("port " + port + " did not open within " + limit, e);
                }
                Thread.sleep(100);
            }
        }
    }
}
