package org.mammoclip.schema.ledger;

/** How urgent a request is; the order of the constants is the order of the queues. */
public enum RequestPriority {
    URGENT,
    ROUTINE,
    BACKFILL
}
