package org.mammoclip.conformance.peers;

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
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The built worker as a process of its own, driven as an operator would: the launcher script, a configuration file, the
 * ports. Files lie in one directory: {@code mammoclip.yaml}, {@code data/}, {@code worker.log}.
 */
public final class WorkerProcess implements AutoCloseable {
    private static final Path LAUNCHER =
            Path.of("../worker/bin/mammoclip").toAbsolutePath().normalize();
    private static final Path BUILT = Path.of("../worker/target/mammoclip-worker.jar");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path directory;
    private final Map<String, String> environment;
    private final int httpPort;
    private final int dimsePort;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    private Optional<Process> process = Optional.empty();

    private WorkerProcess(Path directory, Map<String, String> environment, int httpPort, int dimsePort) {
        this.directory = directory;
        this.environment = Map.copyOf(environment);
        this.httpPort = httpPort;
        this.dimsePort = dimsePort;
    }

    /**
     * Writes a configuration; starts nothing yet.
     *
     * @param yaml all sections but {@code dataDir}, {@code http} and {@code dimse.port}, which are free ports of ours;
     *     a {@code dimse} section must not be among them
     * @param environment further variables of the process, for example {@code MAMMOCLIP_JAVA_OPTS}
     */
    public static WorkerProcess configure(Path directory, String yaml, Map<String, String> environment)
            throws IOException {
        return configure(directory, yaml, "", environment);
    }

    /** @param dimse further keys of the {@code dimse} section, each with a comma before it */
    static WorkerProcess configure(Path directory, String yaml, String dimse, Map<String, String> environment)
            throws IOException {
        if (!Files.exists(BUILT)) {
            throw new IllegalStateException("the worker is not built: run mvn -pl worker -am -DskipTests package");
        }
        Files.createDirectories(directory.resolve("data"));
        int http = FreePort.find();
        int dimsePort = FreePort.find();
        Files.writeString(
                directory.resolve("mammoclip.yaml"),
                """
                dataDir: %s
                http: { host: 127.0.0.1, port: %d }
                dimse: { aeTitle: MAMMOCLIP, host: 127.0.0.1, port: %d%s }
                """.formatted(directory.resolve("data").toAbsolutePath(), http, dimsePort, dimse) + yaml);
        return new WorkerProcess(directory, environment, http, dimsePort);
    }

    public int dimsePort() {
        return dimsePort;
    }

    public int httpPort() {
        return httpPort;
    }

    public Path log() {
        return directory.resolve("worker.log");
    }

    /** Runs a command to its end. @return its exit code and everything it printed */
    public CommandResult command(String... arguments) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(LAUNCHER.toString()));
        line.addAll(List.of(arguments));
        Path output = Files.createTempFile(directory, "command", ".out");
        Process command = builder(line)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (!command.waitFor(120, TimeUnit.SECONDS)) {
            command.destroyForcibly();
            throw new IllegalStateException("no end within 120 s: " + String.join(" ", line));
        }
        return new CommandResult(command.exitValue(), Files.readString(output));
    }

    /** @param output standard output and error together */
    public record CommandResult(int exitCode, String output) {}

    /** {@code mammoclip migrate}. */
    public void migrate() throws IOException, InterruptedException {
        CommandResult result = command("migrate", "--config", configFile());
        if (result.exitCode() != 0) {
            throw new IllegalStateException("migrate failed: " + result.output());
        }
    }

    public String configFile() {
        return directory.resolve("mammoclip.yaml").toString();
    }

    /** Starts {@code mammoclip serve} and waits until it lives (not until it is ready). */
    public void start() throws IOException, InterruptedException {
        launch();
        await("live", Duration.ofSeconds(60), () -> status("/health/live") == 200);
    }

    /** Starts {@code mammoclip serve} and does not wait for anything. */
    public void launch() throws IOException {
        Process started = builder(List.of(LAUNCHER.toString(), "serve", "--config", configFile()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                .start();
        process = Optional.of(started);
    }

    /** Waits until every required part works. */
    public void awaitReady() throws InterruptedException {
        await("ready", Duration.ofSeconds(60), () -> status("/health/ready") == 200);
    }

    /** {@code kill -9}: nothing of the process gets a chance to do anything. */
    public void killHard() throws InterruptedException {
        Process running = process.orElseThrow();
        running.destroyForcibly();
        running.waitFor();
        process = Optional.empty();
    }

    /** SIGTERM. @return the exit code */
    public int terminate(Duration limit) throws InterruptedException {
        Process running = process.orElseThrow();
        running.destroy();
        if (!running.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            running.destroyForcibly();
            throw new IllegalStateException("still running " + limit + " after SIGTERM");
        }
        process = Optional.empty();
        return running.exitValue();
    }

    public boolean isAlive() {
        return process.map(Process::isAlive).orElse(false);
    }

    public long pid() {
        return process.orElseThrow().pid();
    }

    /** The JSON document at a path, for example {@code /api/v1/studies/1.2.3}; empty when it answers 404. */
    public Optional<JsonNode> json(String path) throws IOException, InterruptedException {
        HttpResponse<String> response = get(path);
        if (response.statusCode() == 404) {
            return Optional.empty();
        }
        return Optional.of(JSON.readTree(response.body()));
    }

    /** The state of the latest revision; empty while the study is unknown. */
    public Optional<String> state(String studyInstanceUid) throws IOException, InterruptedException {
        return json("/api/v1/studies/" + studyInstanceUid)
                .map(document -> document.path("state").asText(""));
    }

    /** The sum over all label sets of a metric whose line begins with {@code name}; 0 if there is none. */
    public double metric(String name) throws IOException, InterruptedException {
        return get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(name) && !line.startsWith("#"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    public int status(String path) {
        try {
            return get(path).statusCode();
        } catch (IOException e) {
            return -1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return -1;
        }
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create(String.format(Locale.ROOT, "http://127.0.0.1:%d%s", httpPort, path)))
                        .timeout(Duration.ofSeconds(20))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private ProcessBuilder builder(List<String> line) {
        ProcessBuilder builder = new ProcessBuilder(line);
        Map<String, String> variables = new HashMap<>(environment);
        builder.environment().keySet().removeIf(name -> name.startsWith("MAMMOCLIP_"));
        builder.environment().putAll(variables);
        return builder;
    }

    /** What a test waits for. */
    public interface Condition {
        boolean holds() throws IOException, InterruptedException;
    }

    /** Waits for a condition, looking ten times a second; fails with the end of the worker's log. */
    public void await(String what, Duration limit, Condition condition) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (true) {
            try {
                if (condition.holds()) {
                    return;
                }
            } catch (IOException e) {
                // The worker may be down at this moment, which is just what some tests want.
            }
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not " + what + " within " + limit + "; end of the worker's log:\n" + tail());
            }
            Thread.sleep(100);
        }
    }

    private String tail() {
        try {
            List<String> lines = Files.exists(log()) ? Files.readAllLines(log()) : List.of();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size()));
        } catch (IOException e) {
            return "(unreadable: " + e.getClass().getSimpleName() + ")";
        }
    }

    @Override
    public void close() {
        process.ifPresent(Process::destroyForcibly);
    }
}
