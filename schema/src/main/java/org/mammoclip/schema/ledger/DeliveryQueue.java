package org.mammoclip.schema.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Result objects on their way out. A claim takes all open deliveries of one revision to one destination, in the order in
 * which they are to be sent (Secondary Captures before structured reports). Each is settled on its own; when the last
 * one of the revision is settled the revision becomes DELIVERED, or FAILED if any of them is dead.
 */
public interface DeliveryQueue {
    /**
     * Leases the next batch for a destination: URGENT results first, then by age; of one study the lower revision first.
     * Empty: nothing is due.
     */
    Optional<DeliveryBatch> claim(String destination, WorkerId worker, Instant now, Duration lease);

    DeliveryBatch renew(DeliveryBatch batch, Instant now, Duration lease);

    /**
     * The destination acknowledged the object.
     *
     * @param status what it answered, for example {@code 0000H}
     * @return the state of the revision after this
     */
    StudyState delivered(DeliveryBatch batch, DeliveryTask task, String status, Instant at);

    /** A transient failure: due again at {@code retryAt}. */
    void retryLater(
            DeliveryBatch batch, DeliveryTask task, FailureCode code, String detailWithoutPatientData, Instant retryAt);

    /**
     * A permanent failure, or retries are exhausted: a dead letter until somebody requeues it.
     *
     * @return the state of the revision after this
     */
    StudyState abandon(
            DeliveryBatch batch, DeliveryTask task, FailureCode code, String detailWithoutPatientData, Instant at);

    /**
     * Gives the lease back. Call it when through with the batch. Those of its deliveries that were neither settled nor
     * put off are due at {@code dueAt}, uncounted; so with a time in the future it also says that the destination is
     * down. Does nothing if the batch is finished or the lease lost.
     */
    void release(DeliveryBatch batch, Instant dueAt);
}
