package org.mammoclip.schema.ledger;

import java.time.Instant;

/**
 * One recorded instance.
 *
 * @param revision the revision that it arrived in; it takes part in this one and all later ones
 * @param pixelsReleased whether retention has given its file up
 */
public record LedgerInstance(
        InstanceKey key,
        StoredObject object,
        RecordedDecision decision,
        String headerJson,
        String origin,
        int revision,
        Instant receivedAt,
        boolean pixelsReleased) {}
