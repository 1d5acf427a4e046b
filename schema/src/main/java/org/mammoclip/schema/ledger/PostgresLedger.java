package org.mammoclip.schema.ledger;

import javax.sql.DataSource;

/** The ledger in PostgreSQL, on plain JDBC. */
public final class PostgresLedger {
    private PostgresLedger() {}

    /**
     * @param dataSource pooled connections of the run-time user, in auto-commit mode, with a statement timeout of the
     *     caller's choice; it stays the caller's
     */
    public static Ledger over(DataSource dataSource) {
        throw new IllegalStateException("not connected: " + dataSource);
    }
}
