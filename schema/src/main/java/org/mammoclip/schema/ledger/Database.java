package org.mammoclip.schema.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;

/**
 * Runs transactions and says what their failures mean. A transaction that lost against another one (SQLSTATE 40001,
 * 40P01) is run again, at most {@value #ATTEMPTS} times in all; so the work given must have no effect outside the
 * database.
 */
final class Database {
    private static final int ATTEMPTS = 5;

    /** Lost against a concurrent transaction: serialization_failure, deadlock_detected. */
    static final Set<String> LOST_RACE = Set.of("40001", "40P01");

    private final DataSource dataSource;

    Database(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** @param <T> what the transaction returns */
    interface Work<T> {
        T run(Sql sql) throws SQLException;
    }

    /** One statement, one round trip, committed by itself. */
    <T> T statement(Work<T> work) {
        return attempt(() -> {
            try (Connection connection = dataSource.getConnection()) {
                return work.run(new Sql(connection));
            }
        });
    }

    /** Several statements, all or none (READ COMMITTED). */
    <T> T transaction(Work<T> work) {
        return attempt(() -> {
            try (Connection connection = dataSource.getConnection()) {
                connection.setAutoCommit(false);
                return inTransaction(connection, work);
            }
        });
    }

    /** Several questions to one snapshot. */
    <T> T snapshot(Work<T> work) {
        return attempt(() -> {
            try (Connection connection = dataSource.getConnection()) {
                connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
                connection.setReadOnly(true);
                connection.setAutoCommit(false);
                try {
                    return inTransaction(connection, work);
                } finally {
                    if (!connection.isClosed()) {
                        connection.setReadOnly(false);
                        connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
                    }
                }
            }
        });
    }

    private static <T> T inTransaction(Connection connection, Work<T> work) throws SQLException {
        boolean committed = false;
        try {
            T result = work.run(new Sql(connection));
            connection.commit();
            committed = true;
            return result;
        } finally {
            if (!connection.isClosed()) {
                if (!committed) {
                    connection.rollback();
                }
                connection.setAutoCommit(true);
            }
        }
    }

    private interface Attempt<T> {
        T run() throws SQLException;
    }

    private static <T> T attempt(Attempt<T> attempt) {
        List<SQLException> lost = new ArrayList<>();
        while (true) {
            try {
                return attempt.run();
            } catch (SQLException e) {
                lost.forEach(e::addSuppressed);
                if (!LOST_RACE.contains(state(e)) || lost.size() + 1 >= ATTEMPTS) {
                    throw LedgerFailure.of(e);
                }
                lost.add(e);
            }
        }
    }

    private static String state(SQLException e) {
        String state = e.getSQLState();
        return state == null ? "" : state;
    }
}
