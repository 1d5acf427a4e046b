package org.mammoclip.conformance.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The command line tools of DCMTK as DICOM peers on loopback. */
public final class Dcmtk {
    /** The calling AE title of every tool. */
    public static final String AE_TITLE = "DCMTK";

    private Dcmtk() {}

    /** {@code storescu}, proposing exactly what the files need. */
    public static Program.Result storescu(String called, int port, List<Path> files, String... options)
            throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of(Program.required("storescu", "dcmtk").toString(), "-v", "-R"));
        command.addAll(List.of("-aet", AE_TITLE, "-aec", called));
        command.addAll(List.of(options));
        command.addAll(List.of("127.0.0.1", Integer.toString(port)));
        files.forEach(file -> command.add(file.toString()));
        return Program.run(command);
    }

    /** {@code echoscu}. */
    public static Program.Result echoscu(String called, int port) throws IOException, InterruptedException {
        return Program.run(List.of(
                Program.required("echoscu", "dcmtk").toString(),
                "-v",
                "-aet",
                AE_TITLE,
                "-aec",
                called,
                "127.0.0.1",
                Integer.toString(port)));
    }

    /** A running {@code storescp} that keeps what it receives, bit for bit, as files. */
    public static final class Storescp implements AutoCloseable {
        private final Process process;
        private final Path received;
        private final int port;

        private Storescp(Process process, Path received, int port) {
            this.process = process;
            this.received = received;
            this.port = port;
        }

        /** Starts it on a free port. */
        public static Storescp start(Path directory) throws IOException, InterruptedException {
            Path program = Program.required("storescp", "dcmtk");
            Path received = Files.createDirectories(directory.resolve("received"));
            int port = FreePort.find();
            Process process = new ProcessBuilder(
                            program.toString(),
                            "--fork",
                            "-v",
                            "-pm",
                            "-B",
                            "-aet",
                            "STORESCP",
                            "-od",
                            received.toString(),
                            "-uf",
                            Integer.toString(port))
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("storescp.log").toFile())
                    .start();
            awaitPort(port, Duration.ofSeconds(20));
            return new Storescp(process, received, port);
        }

        public String aeTitle() {
            return "STORESCP";
        }

        public int port() {
            return port;
        }

        /** The files received so far. */
        public List<Path> files() {
            try (Stream<Path> files = Files.list(received)) {
                return files.sorted().toList();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    /** Waits until something accepts connections on a port of this machine. */
    static void awaitPort(int port, Duration limit) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (true) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress("127.0.0.1", port), 500);
                return;
            } catch (IOException e) {
                if (System.nanoTime() > deadline) {
                    throw new IOException("port " + port + " did not open within " + limit, e);
                }
                Thread.sleep(50);
            }
        }
    }
}
