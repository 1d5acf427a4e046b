package org.mammoclip.schema.ledger;

import java.time.Instant;
import java.util.UUID;
import org.mammoclip.dicom.Uid;

/**
 * One announced study to fetch, leased to one worker.
 *
 * @param source a configured name
 * @param accessionNumber empty: none
 * @param attempt 1 for the first
 */
public record FetchTask(
        UUID eventId,
        Uid studyInstanceUid,
        String source,
        RequestPriority priority,
        String accessionNumber,
        int attempt,
        Instant receivedAt,
        WorkerId worker,
        long leaseToken,
        Instant leaseUntil) {}
