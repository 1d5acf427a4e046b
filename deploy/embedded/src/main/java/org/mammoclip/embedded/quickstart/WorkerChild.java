package org.mammoclip.embedded.quickstart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.mammoclip.dicom.Uid;
import org.mammoclip.embedded.FreePort;

/** The built worker as a child process, driven by its launcher, its configuration file and its HTTP port. */
final class WorkerChild implements AutoCloseable {
    /** The launcher script; {@code deploy/quickstart} names it. */
    private static final String LAUNCHER = "mammoclip.launcher";

    private static final Duration READY_LIMIT = Duration.ofSeconds(120);
    private static final Duration COMMAND_LIMIT = Duration.ofSeconds(120);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path directory;
    private final int httpPort;
    private final int dimsePort;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    private @Nullable Process serving;

    private WorkerChild(Path directory, int httpPort, int dimsePort) {
        this.directory = directory;
        this.httpPort = httpPort;
        this.dimsePort = dimsePort;
    }

    /** @param sections all of the configuration but data directory and our own ports */
    static WorkerChild configure(Path directory, String sections) throws IOException {
        WorkerChild worker = new WorkerChild(directory, FreePort.find(), FreePort.find());
        Files.createDirectories(directory.resolve("data"));
        Files.writeString(
                worker.config(),
                """
                dataDir: %s
                http: { host: 127.0.0.1, port: %d }
                dimse: { aeTitle: MAMMOCLIP, host: 127.0.0.1, port: %d }
                """.formatted(directory.resolve("data"), worker.httpPort, worker.dimsePort) + sections);
        return worker;
    }

    int httpPort() {
        return httpPort;
    }

    int dimsePort() {
        return dimsePort;
    }

    Path log() {
        return directory.resolve("worker.log");
    }

    boolean isAlive() {
        return serving != null && serving.isAlive();
    }

    /** Runs one command of the worker to its end; its output goes to the log. */
    void run(String command, String... options) throws IOException, InterruptedException {
        await(command, start(withConfiguration(command, options)));
    }

    /** As {@link #run}, for a command that has no configuration. */
    void runOffline(String command, String... options) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(command));
        line.addAll(List.of(options));
        await(command, start(line));
    }

    private void await(String command, Process process) throws IOException, InterruptedException {
        if (!process.waitFor(COMMAND_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException("mammoclip " + command + " does not end; see " + log());
        }
        if (process.exitValue() != 0) {
            throw new IOException("mammoclip " + command + " failed with " + process.exitValue() + "; see " + log());
        }
    }

    /** Starts {@code mammoclip serve} and waits until it is ready. */
    void serve() throws IOException, InterruptedException {
        Process process = start(withConfiguration("serve"));
        serving = process;
        long deadline = System.nanoTime() + READY_LIMIT.toNanos();
        while (!isReady()) {
            if (!process.isAlive()) {
                throw new IOException("the worker ended with " + process.exitValue() + "; see " + log());
            }
            if (System.nanoTime() > deadline) {
                throw new IOException("the worker is not ready within " + READY_LIMIT.toSeconds() + " s; see " + log());
            }
            Thread.sleep(100);
        }
    }

    private boolean isReady() throws InterruptedException {
        try {
            return get("/health/ready").statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** What the API says of a study; empty: it does not know it yet. */
    Optional<JsonNode> study(Uid uid) throws IOException, InterruptedException {
        HttpResponse<String> response = get("/api/v1/studies/" + uid);
        return response.statusCode() == 200 ? Optional.of(JSON.readTree(response.body())) : Optional.empty();
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + httpPort + path))
                        .timeout(Duration.ofSeconds(20))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private Path config() {
        return directory.resolve("mammoclip.yaml");
    }

    private List<String> withConfiguration(String command, String... options) {
        List<String> line = new ArrayList<>(List.of(command, "--config", config().toString()));
        line.addAll(List.of(options));
        return line;
    }

    private Process start(List<String> arguments) throws IOException {
        String launcher = System.getProperty(LAUNCHER);
        if (launcher == null) {
            throw new IOException("run deploy/quickstart, which names the worker's launcher");
        }
        List<String> line = new ArrayList<>(List.of(launcher));
        line.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
        // A configuration key in the caller's environment would override the file.
        builder.environment()
                .keySet()
                .removeIf(name -> name.startsWith("MAMMOCLIP_") && !name.equals("MAMMOCLIP_JAVA_OPTS"));
        return builder.start();
    }

    /** SIGTERM; SIGKILL if that does not help. */
    @Override
    public void close() {
        Process process = serving;
        if (process == null) {
            return;
        }
        process.destroy();
        try {
            if (!process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
