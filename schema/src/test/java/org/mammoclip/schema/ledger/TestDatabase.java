package org.mammoclip.schema.ledger;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.mammoclip.embedded.EmbeddedDatabase;
import org.mammoclip.schema.Migrations;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;

/**
 * One PostgreSQL for all tests of this JVM: in a container when a Docker daemon answers, otherwise embedded. Migrated by
 * the owner; the tests use it as a role that has no right to change the schema.
 */
final class TestDatabase {
    static final String RUNTIME_ROLE = "mammoclip_runtime";

    private static final TestDatabase INSTANCE = create();

    final String url;
    final String owner;
    final String ownerPassword;

    private TestDatabase(String url, String owner, String ownerPassword) {
        this.url = url;
        this.owner = owner;
        this.ownerPassword = ownerPassword;
    }

    static TestDatabase get() {
        return INSTANCE;
    }

    private static TestDatabase create() {
        try {
            TestDatabase database;
            if (DockerClientFactory.instance().isDockerAvailable()) {
                PostgreSQLContainer container = new PostgreSQLContainer("postgres:18");
                container.start();
                database = new TestDatabase(container.getJdbcUrl(), container.getUsername(), container.getPassword());
                System.out.println("[schema] PostgreSQL: Testcontainers");
            } else {
                Path directory = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "postgres-");
                EmbeddedDatabase embedded = EmbeddedDatabase.start(directory, true);
                database = new TestDatabase(embedded.jdbcUrl(), embedded.user(), embedded.password());
                System.out.println("[schema] PostgreSQL: embedded, fsync on (no Docker daemon answers)");
            }
            database.asOwner("create role " + RUNTIME_ROLE + " login password 'runtime'");
            Migrations.migrate(database.url, database.owner, database.ownerPassword, Duration.ofSeconds(60));
            Migrations.grant(database.url, database.owner, database.ownerPassword, RUNTIME_ROLE);
            return database;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    Connection ownerConnection() throws SQLException {
        return DriverManager.getConnection(url, owner, ownerPassword);
    }

    void asOwner(String sql) throws SQLException {
        try (Connection connection = ownerConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    void empty() throws SQLException {
        asOwner("truncate study, model, study_revision, instance, revision_image, finding, output_object, shipment,"
                + " delivery, outbox, kafka_inbox, quarantine, audit");
    }

    HikariDataSource pool(int size) {
        return pool(url, RUNTIME_ROLE, "runtime", size, LedgerConnection.DEFAULT);
    }

    static HikariDataSource pool(String url, String user, String password, int size, LedgerConnection connection) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setUsername(user);
        config.setPassword(password);
        config.setMaximumPoolSize(size);
        config.setConnectionTimeout(2_000);
        config.setInitializationFailTimeout(-1);
        connection.driverProperties().forEach(config::addDataSourceProperty);
        return new HikariDataSource(config);
    }
}
