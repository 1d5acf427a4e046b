package org.mammoclip.schema.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.mammoclip.schema.event.StudyAvailable;

/**
 * Announced studies that we fetch. The row is the promise: once {@link #accept} has returned, the Kafka offset may be
 * committed, because the fetch now survives anything.
 *
 * <pre>PENDING -> RETRIEVING -> FETCHED    RETRIEVING -> PENDING (transient) or NACK (permanent)</pre>
 */
public interface Inbox {
    /** @return NEW, or DUPLICATE if an event of this id was accepted before */
    Receipt accept(StudyAvailable event, InboxPosition position, Instant receivedAt);

    /** Leases fetches that are due, by priority, then by age. */
    List<FetchTask> claim(WorkerId worker, Instant now, Duration lease, int limit);

    FetchTask renew(FetchTask task, Instant now, Duration lease);

    /**
     * All that the source has of the study is recorded. The announcement said that the study is complete, so its open
     * revision is decided at {@code decideAt} at the latest.
     */
    void fetched(FetchTask task, int instances, Instant at, Instant decideAt);

    void retryLater(FetchTask task, FailureCode code, String detailWithoutPatientData, Instant retryAt);

    /** To NACK: a dead letter until somebody requeues it. */
    void reject(FetchTask task, FailureCode code, String detailWithoutPatientData, Instant at);
}
