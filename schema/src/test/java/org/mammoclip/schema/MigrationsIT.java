package org.mammoclip.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mammoclip.embedded.EmbeddedDatabase;
import org.mammoclip.schema.ledger.LedgerRefusedException;
import org.mammoclip.schema.ledger.LedgerUnavailableException;

@Timeout(120)
class MigrationsIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    @TempDir
    static Path directory;

    private static EmbeddedDatabase server;

    private String url = "";

    @BeforeAll
    static void start() throws Exception {
        server = EmbeddedDatabase.start(directory, false);
        server.createLogin("mammoclip_owner");
        server.createLogin("mammoclip_runtime");
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    /** An empty database whose owner is no superuser, as a hospital would make it. */
    @BeforeEach
    void emptyDatabase() throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl(), server.user(), "");
                Statement statement = connection.createStatement()) {
            statement.execute("drop database if exists fresh");
            statement.execute("create database fresh owner mammoclip_owner");
        }
        url = server.jdbcUrl().replace("/mammoclip", "/fresh");
    }

    private int migrate() {
        return Migrations.migrate(url, "mammoclip_owner", "", TIMEOUT);
    }

    @Test
    void bringsAnEmptyDatabaseToThisVersionOnce() {
        assertThat(Migrations.isCurrent(url, "mammoclip_owner", "", TIMEOUT)).isFalse();
        assertThat(migrate()).isEqualTo(4);
        assertThat(Migrations.isCurrent(url, "mammoclip_owner", "", TIMEOUT)).isTrue();
        assertThat(migrate()).isZero();
    }

    @Test
    void isDoneOnceWhenSeveralProcessesTryIt() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<Integer>> counts = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                counts.add(threads.submit(this::migrate));
            }
            int sum = 0;
            for (Future<Integer> count : counts) {
                sum += count.get();
            }
            assertThat(sum).isEqualTo(4);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void describesEveryTable() throws SQLException {
        migrate();
        try (Connection connection = DriverManager.getConnection(url, "mammoclip_owner", "");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select relname, obj_description(oid) from pg_class"
                        + " where relkind = 'r' and relnamespace = 'public'::regnamespace"
                        + " and relname <> 'flyway_schema_history'")) {
            List<String> tables = new ArrayList<>();
            while (rows.next()) {
                tables.add(rows.getString(1));
                assertThat(rows.getString(2)).as(rows.getString(1)).isNotBlank();
            }
            assertThat(tables)
                    .contains(
                            "study",
                            "study_revision",
                            "instance",
                            "finding",
                            "output_object",
                            "delivery",
                            "outbox",
                            "kafka_inbox",
                            "model",
                            "quarantine",
                            "audit");
        }
    }

    @Test
    void givesTheRuntimeUserNoRightToChangeTheSchema() throws SQLException {
        migrate();
        Migrations.grant(url, "mammoclip_owner", "", "mammoclip_runtime");
        Migrations.grant(url, "mammoclip_owner", "", "mammoclip_runtime");
        try (Connection connection = DriverManager.getConnection(url, "mammoclip_runtime", "");
                Statement statement = connection.createStatement()) {
            statement.execute("insert into audit (at, action, actor, detail) values (now(), 'A', '', '')");
            for (String forbidden : List.of(
                    "create table mine (x int)",
                    "alter table study add column x int",
                    "drop table audit",
                    "truncate audit",
                    "delete from audit",
                    "delete from instance",
                    "update flyway_schema_history set success = true",
                    "drop trigger announce_state_change on study_revision")) {
                assertThatThrownBy(() -> statement.execute(forbidden))
                        .as(forbidden)
                        .isInstanceOf(SQLException.class)
                        .extracting(e -> ((SQLException) e).getSQLState())
                        .isEqualTo("42501");
            }
        }
    }

    @Test
    void givesUpWhenItCannotHaveALock() throws SQLException {
        try (Connection blocker = DriverManager.getConnection(url, "mammoclip_owner", "")) {
            blocker.setAutoCommit(false);
            try (Statement statement = blocker.createStatement()) {
                statement.execute("create table study (x int)");
            }
            assertThatThrownBy(() -> Migrations.migrate(url, "mammoclip_owner", "", Duration.ofMillis(500)))
                    .isInstanceOf(LedgerUnavailableException.class);
            blocker.rollback();
        }
        assertThat(migrate()).isEqualTo(4);
    }

    @Test
    void saysWhoIsToBlameWhenItCannot() {
        assertThatThrownBy(() -> Migrations.migrate(url, "mammoclip_runtime", "", TIMEOUT))
                .isInstanceOf(LedgerRefusedException.class);
        assertThatThrownBy(() -> Migrations.migrate(url, "nobody", "", TIMEOUT))
                .isInstanceOf(LedgerRefusedException.class);
        assertThatThrownBy(
                        () -> Migrations.migrate("jdbc:postgresql://127.0.0.1:1/fresh", "mammoclip_owner", "", TIMEOUT))
                .isInstanceOf(LedgerUnavailableException.class);
    }
}
