package org.mammoclip.schema.ledger;

import java.util.UUID;
import org.mammoclip.dicom.Uid;

/**
 * One event to publish, leased to one worker.
 *
 * @param id of the row; rises in the order of the commits of one study
 * @param eventId the same at every repetition
 * @param studyInstanceUid also the key of the message
 * @param payload the message value, JSON of {@code mammoclip.triage.v1}
 */
public record OutboxEvent(
        long id, UUID eventId, Uid studyInstanceUid, String payload, int attempt, WorkerId worker, long leaseToken) {}
