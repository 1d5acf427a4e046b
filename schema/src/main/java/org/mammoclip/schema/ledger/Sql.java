package org.mammoclip.schema.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mammoclip.dicom.Uid;

/** Statements on one connection, with our own types as parameters. Values are always bound, never concatenated. */
final class Sql {
    private final Connection connection;

    Sql(Connection connection) {
        this.connection = connection;
    }

    /** @param <T> what becomes of one row */
    interface RowMapper<T> {
        T map(Row row) throws SQLException;
    }

    <T> List<T> list(String sql, RowMapper<T> mapper, @Nullable Object... parameters) throws SQLException {
        try (PreparedStatement statement = prepare(sql, parameters);
                ResultSet results = statement.executeQuery()) {
            List<T> rows = new ArrayList<>();
            Row row = new Row(results);
            while (results.next()) {
                rows.add(mapper.map(row));
            }
            return rows;
        }
    }

    <T> Optional<T> first(String sql, RowMapper<T> mapper, @Nullable Object... parameters) throws SQLException {
        List<T> rows = list(sql, mapper, parameters);
        return rows.isEmpty() ? Optional.empty() : Optional.of(rows.get(0));
    }

    <T> T one(String sql, RowMapper<T> mapper, @Nullable Object... parameters) throws SQLException {
        return first(sql, mapper, parameters)
                .orElseThrow(() -> new SQLException("no row where there is always one", "P0002"));
    }

    /** @return how many rows were changed */
    int update(String sql, @Nullable Object... parameters) throws SQLException {
        try (PreparedStatement statement = prepare(sql, parameters)) {
            return statement.executeUpdate();
        }
    }

    /** The same statement for many rows, in one round trip. */
    void batch(String sql, List<@Nullable Object[]> rows) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (@Nullable Object[] row : rows) {
                bind(statement, row);
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private PreparedStatement prepare(String sql, @Nullable Object[] parameters) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        try {
            bind(statement, parameters);
            return statement;
        } catch (SQLException | RuntimeException e) {
            statement.close();
            throw e;
        }
    }

    private static void bind(PreparedStatement statement, @Nullable Object[] parameters) throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            Object value = parameters[i];
            int index = i + 1;
            if (value == null) {
                statement.setNull(index, Types.NULL);
            } else if (value instanceof Instant instant) {
                statement.setObject(index, OffsetDateTime.ofInstant(instant, ZoneOffset.UTC));
            } else if (value instanceof Uid uid) {
                statement.setString(index, uid.value());
            } else if (value instanceof SpoolId spoolId) {
                statement.setString(index, spoolId.value());
            } else if (value instanceof Sha256 sha256) {
                statement.setString(index, sha256.hex());
            } else if (value instanceof WorkerId worker) {
                statement.setString(index, worker.value());
            } else if (value instanceof FailureCode code) {
                statement.setInt(index, code.number());
            } else if (value instanceof Enum<?> constant) {
                statement.setString(index, constant.name());
            } else if (value instanceof String[] texts) {
                statement.setArray(index, statement.getConnection().createArrayOf("text", texts));
            } else if (value instanceof Long[] numbers) {
                statement.setArray(index, statement.getConnection().createArrayOf("bigint", numbers));
            } else {
                statement.setObject(index, value);
            }
        }
    }

    /** The current row, by column name. A column that may be null has its own method. */
    static final class Row {
        private final ResultSet results;

        Row(ResultSet results) {
            this.results = results;
        }

        String text(String column) throws SQLException {
            return present(results.getString(column), column);
        }

        @Nullable
        String textOrNull(String column) throws SQLException {
            return results.getString(column);
        }

        int number(String column) throws SQLException {
            return results.getInt(column);
        }

        long longNumber(String column) throws SQLException {
            return results.getLong(column);
        }

        double real(String column) throws SQLException {
            return results.getDouble(column);
        }

        boolean flag(String column) throws SQLException {
            return results.getBoolean(column);
        }

        Instant instant(String column) throws SQLException {
            return present(results.getObject(column, OffsetDateTime.class), column)
                    .toInstant();
        }

        @Nullable
        Instant instantOrNull(String column) throws SQLException {
            OffsetDateTime value = results.getObject(column, OffsetDateTime.class);
            return value == null ? null : value.toInstant();
        }

        UUID uuid(String column) throws SQLException {
            return present(results.getObject(column, UUID.class), column);
        }

        Uid uid(String column) throws SQLException {
            return Uid.of(text(column));
        }

        @Nullable
        Uid uidOrNull(String column) throws SQLException {
            String value = textOrNull(column);
            return value == null ? null : Uid.of(value);
        }

        <E extends Enum<E>> E constant(Class<E> type, String column) throws SQLException {
            return Enum.valueOf(type, text(column));
        }

        <E extends Enum<E>> @Nullable E constantOrNull(Class<E> type, String column) throws SQLException {
            String value = textOrNull(column);
            return value == null ? null : Enum.valueOf(type, value);
        }

        /** A number of a later version reads as {@link FailureCode#INTERNAL}. */
        @Nullable
        FailureCode failureOrNull(String column) throws SQLException {
            int number = results.getInt(column);
            return results.wasNull() ? null : FailureCode.of(number).orElse(FailureCode.INTERNAL);
        }

        private static <T> T present(@Nullable T value, String column) throws SQLException {
            if (value == null) {
                throw new SQLException("null in " + column, "22004");
            }
            return value;
        }
    }
}
