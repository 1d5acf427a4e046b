package org.mammoclip.schema.ledger;

import java.time.Duration;
import java.util.Map;

/**
 * Counts and ages of every queue.
 *
 * @param latestRevisions how many studies have their latest revision in each state; every state is a key
 * @param receiving revisions in RECEIVING; the age is since the oldest one's decision was due
 * @param assembled waiting for a score; the age is since the oldest was assembled
 * @param deliveries open deliveries by destination; the age is since the oldest was planned
 * @param deadDeliveries by destination
 * @param announcements announced studies not fetched yet
 * @param rejectedAnnouncements announcements in NACK
 * @param outbox events not published yet
 * @param quarantined inputs ever set aside
 */
public record LedgerStatus(
        Map<StudyState, Long> latestRevisions,
        Queue receiving,
        Queue assembled,
        Map<String, Queue> deliveries,
        Map<String, Long> deadDeliveries,
        Queue announcements,
        long rejectedAnnouncements,
        Queue outbox,
        long quarantined) {
    public LedgerStatus {
        latestRevisions = Map.copyOf(latestRevisions);
        deliveries = Map.copyOf(deliveries);
        deadDeliveries = Map.copyOf(deadDeliveries);
    }

    /** @param oldest age of the oldest entry; zero: empty, or nothing overdue */
    public record Queue(long count, Duration oldest) {
        public static final Queue EMPTY = new Queue(0, Duration.ZERO);
    }
}
