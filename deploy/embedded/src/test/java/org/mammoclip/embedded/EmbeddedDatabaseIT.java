package org.mammoclip.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class EmbeddedDatabaseIT {
    @TempDir
    Path directory;

    private static String ask(EmbeddedDatabase database, String question) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
                Statement statement = connection.createStatement()) {
            if (!statement.execute(question)) {
                return "";
            }
            try (ResultSet answer = statement.getResultSet()) {
                answer.next();
                return answer.getString(1);
            }
        }
    }

    @Test
    void isDurableWhenAskedToBe() throws Exception {
        try (EmbeddedDatabase database = EmbeddedDatabase.start(directory, true)) {
            assertThat(ask(database, "show fsync")).isEqualTo("on");
            assertThat(ask(database, "show synchronous_commit")).isEqualTo("on");
            assertThat(ask(database, "show full_page_writes")).isEqualTo("on");
            assertThat(ask(database, "show listen_addresses")).isEqualTo("127.0.0.1");
            assertThat(ask(database, "show timezone")).isEqualTo("UTC");
        }
    }

    @Test
    void keepsPortAndDataWhileItIsDown() throws Exception {
        try (EmbeddedDatabase database = EmbeddedDatabase.start(directory, false)) {
            assertThat(ask(database, "show fsync")).isEqualTo("off");
            ask(database, "create table kept (x int)");
            int port = database.port();
            database.stop();
            assertThat(database.isRunning()).isFalse();
            assertThatThrownBy(() -> ask(database, "select 1")).isInstanceOf(SQLException.class);
            database.start();
            assertThat(database.port()).isEqualTo(port);
            assertThat(ask(database, "select count(*) from kept")).isEqualTo("0");
        }
    }

    @Test
    void attachesToTheDataOfAnEarlierServer() throws Exception {
        try (EmbeddedDatabase database = EmbeddedDatabase.start(directory, false)) {
            ask(database, "create table kept (x int)");
            database.createLogin("reader");
            database.createLogin("reader");
        }
        try (EmbeddedDatabase database = EmbeddedDatabase.start(directory, false)) {
            assertThat(ask(database, "select count(*) from kept")).isEqualTo("0");
        }
    }

    @Test
    void endsTheServerThatAKilledProcessLeftBehind() throws Exception {
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        HoldDatabase.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String url;
        try (BufferedReader output = other.inputReader()) {
            url = output.readLine();
        }
        other.destroyForcibly().waitFor();
        try (Connection left = DriverManager.getConnection(url, "postgres", "");
                EmbeddedDatabase database = EmbeddedDatabase.start(directory, false)) {
            assertThat(left.isValid(5)).as("the server that was left behind").isFalse();
            assertThat(ask(database, "select count(*) from kept")).isEqualTo("0");
        }
    }

    /** A process that starts a database, makes a table, prints the URL and waits to be killed. */
    static final class HoldDatabase {
        private HoldDatabase() {}

        public static void main(String[] arguments) throws Exception {
            EmbeddedDatabase database = EmbeddedDatabase.start(Path.of(arguments[0]), false);
            ask(database, "create table kept (x int)");
            System.out.println(database.jdbcUrl());
            new java.util.concurrent.CountDownLatch(1).await();
        }
    }
}
