package org.mammoclip.schema;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;
import org.mammoclip.schema.ledger.LedgerFailure;
import org.mammoclip.schema.ledger.LedgerRefusedException;
import org.mammoclip.schema.ledger.LedgerUnavailableException;

/**
 * Brings the database to the schema of this version. Run by {@code mammoclip migrate} with a user that may create
 * tables; the worker's own user needs no such right, only what {@link #grant} gives.
 */
public final class Migrations {
    /** Longest that one statement of a migration may wait for a lock: a migration never blocks a busy worker for long. */
    public static final Duration LOCK_TIMEOUT = Duration.ofSeconds(30);

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    private Migrations() {}

    /**
     * Applies what is missing. Several processes may call this at the same time; one of them does it.
     *
     * @param url {@code jdbc:postgresql://host:port/database}
     * @param user may create tables in the database
     * @param password empty: none
     * @param timeout for any one statement
     * @return how many migrations were applied
     * @throws LedgerUnavailableException if the database does not answer, or was too busy: nothing was changed
     * @throws LedgerRefusedException if the user may not do it, a migration failed (it is rolled back), or one that was
     *     applied before is not what this version has
     */
    public static int migrate(String url, String user, String password, Duration timeout) {
        connect(url, user, password, timeout);
        try {
            return configured(url, user, password, timeout).migrate().migrationsExecuted;
        } catch (FlywayException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof SQLException sql
                        && LedgerFailure.of(sql) instanceof LedgerUnavailableException unavailable) {
                    throw unavailable;
                }
            }
            throw new LedgerRefusedException("migration failed: " + e.getMessage(), e);
        }
    }

    /** Says what is wrong with the connection itself before Flyway wraps it. */
    private static void connect(String url, String user, String password, Duration timeout) {
        try (Connection connection = DriverManager.getConnection(url, properties(user, password, timeout))) {
            if (!connection.isValid((int) CONNECT_TIMEOUT.toSeconds())) {
                throw new SQLException("not valid", "08006");
            }
        } catch (SQLException e) {
            throw LedgerFailure.of(e);
        }
    }

    /** Whether every migration of this version is applied and none of a later one; asks only. */
    public static boolean isCurrent(String url, String user, String password, Duration timeout) {
        return configured(url, user, password, timeout).validateWithResult().validationSuccessful;
    }

    /**
     * Lets a role use the ledger without being able to change its schema. May be repeated.
     *
     * @param role exists
     */
    public static void grant(String url, String user, String password, String role) {
        String quoted = '"' + role.replace("\"", "\"\"") + '"';
        try (Connection connection = DriverManager.getConnection(url, properties(user, password, LOCK_TIMEOUT));
                Statement statement = connection.createStatement()) {
            statement.execute("grant usage on schema public to " + quoted);
            statement.execute("grant select, insert, update on all tables in schema public to " + quoted);
            statement.execute("revoke insert, update on flyway_schema_history from " + quoted);
            statement.execute("grant delete on study_revision to " + quoted);
            statement.execute("grant usage on all sequences in schema public to " + quoted);
            statement.execute("grant execute on all functions in schema public to " + quoted);
        } catch (SQLException e) {
            throw LedgerFailure.of(e);
        }
    }

    private static Flyway configured(String url, String user, String password, Duration timeout) {
        var configuration = Flyway.configure()
                .dataSource(new DriverDataSource(url, properties(user, password, timeout)))
                .locations("classpath:db/migration")
                .validateMigrationNaming(true)
                .cleanDisabled(true);
        // The default lock is an open transaction, on which CREATE INDEX CONCURRENTLY would wait for ever.
        configuration
                .getConfigurationExtension(PostgreSQLConfigurationExtension.class)
                .setTransactionalLock(false);
        return configuration.load();
    }

    private static Properties properties(String user, String password, Duration timeout) {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        if (!password.isEmpty()) {
            properties.setProperty("password", password);
        }
        properties.setProperty("ApplicationName", "mammoclip migrate");
        properties.setProperty("connectTimeout", Long.toString(CONNECT_TIMEOUT.toSeconds()));
        properties.setProperty(
                "socketTimeout", Long.toString(timeout.plus(LOCK_TIMEOUT).toSeconds()));
        properties.setProperty(
                "options",
                "-c statement_timeout=" + timeout.toMillis() + " -c lock_timeout=" + LOCK_TIMEOUT.toMillis());
        return properties;
    }
}
