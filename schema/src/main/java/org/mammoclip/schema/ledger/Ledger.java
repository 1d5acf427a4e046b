package org.mammoclip.schema.ledger;

/**
 * The doors to one ledger. All of them are thread-safe; several workers may share one database.
 *
 * <p>Every method of every door is one transaction and may be repeated without effect. Instants come from the caller
 * (UTC). Every method may throw {@link LedgerUnavailableException}: nothing was promised, try again later; for a method
 * that changes something the outcome may then be unknown, and repeating it is safe.
 */
public interface Ledger {
    /** Instances and revisions: ingest, assemble, score. */
    StudyLedger studies();

    /** Result objects on their way to destinations. */
    DeliveryQueue deliveries();

    /** Announced studies that we fetch. */
    Inbox inbox();

    /** Events on their way to Kafka. */
    Outbox outbox();

    /** Questions of operators, metrics and the HTTP API; reads only. */
    LedgerView view();

    /** Replay, requeue, quarantine, audit, retention, reconciliation. */
    LedgerUpkeep upkeep();
}
