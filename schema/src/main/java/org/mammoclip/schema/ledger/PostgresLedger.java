package org.mammoclip.schema.ledger;

import javax.sql.DataSource;

/** The ledger in PostgreSQL, on plain JDBC. */
public final class PostgresLedger implements Ledger {
    private final StudyLedger studies;
    private final DeliveryQueue deliveries;
    private final Inbox inbox;
    private final Outbox outbox;
    private final LedgerView view;
    private final LedgerUpkeep upkeep;

    private PostgresLedger(Database database) {
        studies = new PostgresStudyLedger(database);
        deliveries = new PostgresDeliveryQueue(database);
        inbox = new PostgresInbox(database);
        outbox = new PostgresOutbox(database);
        view = new PostgresLedgerView(database);
        upkeep = new PostgresLedgerUpkeep(database);
    }

    /**
     * @param dataSource pooled connections of the run-time user in auto-commit mode, made with
     *     {@link LedgerConnection#driverProperties()}; it stays the caller's
     */
    public static Ledger over(DataSource dataSource) {
        return new PostgresLedger(new Database(dataSource));
    }

    @Override
    public StudyLedger studies() {
        return studies;
    }

    @Override
    public DeliveryQueue deliveries() {
        return deliveries;
    }

    @Override
    public Inbox inbox() {
        return inbox;
    }

    @Override
    public Outbox outbox() {
        return outbox;
    }

    @Override
    public LedgerView view() {
        return view;
    }

    @Override
    public LedgerUpkeep upkeep() {
        return upkeep;
    }
}
