package org.mammoclip.schema.ledger;

import java.sql.SQLException;
import java.util.Set;

/** What an error of the database means to us, by its SQLSTATE (PostgreSQL manual, appendix A). */
public final class LedgerFailure {
    /** Database, schema, table, column, function or privilege that is not there: somebody has to change something. */
    private static final Set<String> REFUSED = Set.of("3D000", "3F000", "42P01", "42703", "42883", "42501");

    /** query_canceled, lock_not_available, read_only_sql_transaction (a standby). */
    private static final Set<String> BUSY = Set.of("57014", "55P03", "25006");

    private LedgerFailure() {}

    /**
     * Permanent causes are looked at first, so that a wrong password is not tried for ever.
     *
     * @return {@link LedgerRefusedException}, {@link LedgerUnavailableException}, or {@link IllegalStateException} for
     *     a fault of ours; the message names the state and never a value
     */
    public static RuntimeException of(SQLException e) {
        String state = e.getSQLState() == null ? "" : e.getSQLState();
        String text = "SQLSTATE " + (state.isEmpty() ? "unknown" : state);
        if (state.startsWith("28") || REFUSED.contains(state)) {
            return new LedgerRefusedException(text, e);
        }
        boolean transientCause = state.isEmpty()
                || state.startsWith("08")
                || state.startsWith("53")
                || state.startsWith("57P0")
                || state.startsWith("58")
                || BUSY.contains(state)
                || Database.LOST_RACE.contains(state);
        if (transientCause) {
            return new LedgerUnavailableException(text, e);
        }
        return new IllegalStateException("the ledger was used wrongly, " + text, e);
    }
}
