package org.mammoclip.embedded;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL server of our own on 127.0.0.1, its data below a given directory. Stopping keeps the data: starting on
 * the same directory again attaches to it, also after this process was killed. Works as root too (the server runs in a
 * user name space then).
 *
 * <p>Thread-safe.
 */
public final class EmbeddedDatabase implements AutoCloseable {
    private static final Duration STARTUP_LIMIT = Duration.ofSeconds(60);
    private static final String DATABASE = "mammoclip";
    private static final String SUPERUSER = "postgres";

    private final Path directory;
    private final boolean durable;
    private final int port;
    private @Nullable EmbeddedPostgres server;

    private EmbeddedDatabase(Path directory, boolean durable, int port) {
        this.directory = directory;
        this.durable = durable;
        this.port = port;
    }

    /**
     * Starts a server on a free port and creates the database if it is not there yet.
     *
     * @param directory of this server alone; created
     * @param durable true: a commit is on the disk when it returns (fsync and synchronous_commit on); false: faster, and
     *     a power failure loses data
     */
    public static EmbeddedDatabase start(Path directory, boolean durable) throws IOException {
        return start(directory, durable, FreePort.find());
    }

    /** As {@link #start(Path, boolean)}, on a given port. */
    public static EmbeddedDatabase start(Path directory, boolean durable, int port) throws IOException {
        EmbeddedDatabase database = new EmbeddedDatabase(directory.toAbsolutePath(), durable, port);
        database.start();
        database.createDatabase();
        return database;
    }

    public String jdbcUrl() {
        return urlOf(DATABASE);
    }

    /** The superuser; {@link #createLogin} makes others. */
    public String user() {
        return SUPERUSER;
    }

    /** Empty: loopback connections are trusted. */
    public String password() {
        return "";
    }

    public int port() {
        return port;
    }

    public synchronized boolean isRunning() {
        return server != null;
    }

    /** Creates a role that may connect and nothing else, unless it is there. */
    public void createLogin(String role) throws SQLException {
        if (!role.matches("[a-z_]{1,40}")) {
            throw new IllegalArgumentException("a role is 1 to 40 lower case letters");
        }
        try (Connection connection = DriverManager.getConnection(jdbcUrl(), SUPERUSER, "");
                Statement statement = connection.createStatement()) {
            try (ResultSet found = statement.executeQuery("select 1 from pg_roles where rolname = '" + role + "'")) {
                if (found.next()) {
                    return;
                }
            }
            statement.execute("create role " + role + " login");
        }
    }

    /** Stops the server and keeps port and data: to its clients the database is down. Does nothing if it is stopped. */
    public synchronized void stop() throws IOException {
        EmbeddedPostgres running = server;
        if (running != null) {
            server = null;
            running.close();
        }
    }

    /** Starts the server again on the same port and data. Does nothing if it runs. */
    public synchronized void start() throws IOException {
        if (server != null) {
            return;
        }
        Files.createDirectories(directory);
        Path data = directory.resolve("data");
        endLeftOver(data.resolve("postmaster.pid"));
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setPort(port)
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(true)
                .setOverrideWorkingDirectory(binaries().toFile())
                .setPGStartupWait(STARTUP_LIMIT)
                .setServerConfig("listen_addresses", "127.0.0.1")
                .setServerConfig("unix_socket_directories", "")
                .setServerConfig("max_connections", "200")
                .setServerConfig("shared_buffers", "64MB")
                .setServerConfig("timezone", "UTC")
                .setServerConfig("log_timezone", "UTC")
                .setOutputRedirector(ProcessBuilder.Redirect.appendTo(logFile()))
                .setErrorRedirector(ProcessBuilder.Redirect.appendTo(logFile()));
        String onOff = durable ? "on" : "off";
        for (String setting : List.of("fsync", "synchronous_commit", "full_page_writes")) {
            builder.setServerConfig(setting, onOff);
        }
        server = builder.start();
    }

    @Override
    public void close() throws IOException {
        stop();
    }

    /**
     * Where the server's programs are unpacked, once for all servers of this user: a server needs them as long as it runs,
     * so they must not lie in a directory that another one's owner deletes.
     */
    private Path binaries() throws IOException {
        String chosen = System.getProperty("mammoclip.embedded.binaries");
        Path cache = chosen != null
                ? Path.of(chosen)
                : Path.of(System.getProperty("user.home"), ".cache", "mammoclip", "postgres");
        try {
            Files.createDirectories(cache);
            if (Files.isWritable(cache)) {
                return cache.toAbsolutePath();
            }
        } catch (IOException e) {
            if (chosen != null) {
                throw e;
            }
            // A user without a home to write to: unpacked for this server alone.
        }
        return directory;
    }

    private File logFile() {
        return directory.resolve("postgres.log").toFile();
    }

    private String urlOf(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    private void createDatabase() throws IOException {
        try (Connection connection = DriverManager.getConnection(urlOf("postgres"), SUPERUSER, "");
                Statement statement = connection.createStatement()) {
            try (ResultSet found =
                    statement.executeQuery("select 1 from pg_database where datname = '" + DATABASE + "'")) {
                if (found.next()) {
                    return;
                }
            }
            statement.execute("create database " + DATABASE);
        } catch (SQLException e) {
            throw new IOException("the embedded database was started but cannot be used", e);
        }
    }

    /** A killed process leaves its server running on the data; two servers on one directory would refuse each other. */
    private static void endLeftOver(Path pidFile) throws IOException {
        if (!Files.exists(pidFile)) {
            return;
        }
        long pid = Long.parseLong(Files.readAllLines(pidFile).get(0).strip());
        ProcessHandle process = ProcessHandle.of(pid).orElse(null);
        if (process == null || !process.info().command().orElse("").endsWith("postgres")) {
            return;
        }
        try {
            // SIGINT is PostgreSQL's fast shutdown; ProcessHandle only has SIGTERM, which waits for the clients.
            new ProcessBuilder("kill", "-INT", Long.toString(pid)).start().waitFor(5, TimeUnit.SECONDS);
            process.onExit().get(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while ending a server left over by another process", e);
        } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
            throw new IOException("a server left over by another process does not end: process " + pid, e);
        }
    }
}
