package org.mammoclip.schema.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Events that were committed together with the state change they tell of. Written by the other doors, never by callers;
 * published at least once, with an event id that a consumer can use to ignore a repetition.
 */
public interface Outbox {
    /** Leases unpublished events, oldest first; of one study never a later one before an earlier one. */
    List<OutboxEvent> claim(WorkerId worker, Instant now, Duration lease, int limit);

    /** The broker has acknowledged them. */
    void published(List<OutboxEvent> events, Instant at);

    /**
     * No broker is configured: takes what waits off the queue, for good. The rows stay as evidence.
     *
     * @param limit at most so many, oldest first
     * @return how many
     */
    int withdraw(Instant at, int limit);

    /** Not acknowledged: due again at {@code retryAt}. */
    void retryLater(List<OutboxEvent> events, Instant retryAt);
}
