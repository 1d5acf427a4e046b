package org.mammoclip.schema.ledger;

import java.time.Instant;
import java.util.List;

/**
 * The open deliveries of one revision to one destination, leased to one worker.
 *
 * @param tasks in sending order, at least one
 */
public record DeliveryBatch(
        StudyRevision revision,
        String destination,
        TriagePriority priority,
        List<DeliveryTask> tasks,
        WorkerId worker,
        long leaseToken,
        Instant leaseUntil) {
    public DeliveryBatch {
        tasks = List.copyOf(tasks);
    }
}
