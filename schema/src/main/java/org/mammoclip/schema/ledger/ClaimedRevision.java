package org.mammoclip.schema.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A revision leased to one worker.
 *
 * @param accessionNumber empty: none
 * @param attempt 1 for the first claim in this state
 * @param instances how many instances the study had at the claim; a change means that one arrived since
 * @param partial whether it was assembled with views missing
 * @param requestedModel the model that a replay asked for; null: whichever the worker runs
 * @param predecessor the latest earlier revision that was scored, 0: none; its reports are named as predecessors
 * @param leaseToken fences this claim from every other one
 */
public record ClaimedRevision(
        StudyRevision revision,
        StudyState state,
        RequestPriority priority,
        String accessionNumber,
        Instant firstImageAt,
        Instant lastImageAt,
        int attempt,
        int instances,
        boolean partial,
        @Nullable String requestedModel,
        int predecessor,
        WorkerId worker,
        long leaseToken,
        Instant leaseUntil) {}
