package org.mammoclip.schema.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One study in reading order.
 *
 * @param accessionNumber empty: none
 * @param suspicion 0 to 1
 * @param deliveredAt null: not yet
 */
public record WorklistEntry(
        StudyRevision revision,
        String accessionNumber,
        StudyState state,
        TriagePriority priority,
        double suspicion,
        boolean partial,
        Instant lastImageAt,
        Instant scoredAt,
        @Nullable Instant deliveredAt) {}
