package org.mammoclip.schema.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.mammoclip.dicom.Uid;

/**
 * The life of a study, revision by revision.
 *
 * <pre>
 * RECEIVING -> ASSEMBLED -> SCORED -> DELIVERED    a late candidate image opens revision + 1 in RECEIVING
 * RECEIVING -> INELIGIBLE(reason)                  any state -> FAILED(code); a requeue returns it to the state it failed in
 * </pre>
 *
 * Work is leased: a claim gives a {@link ClaimedRevision} whose lease is a fence. Whoever holds an expired lease that
 * somebody else has claimed since gets {@link LeaseLostException} from every method that takes it, and has changed
 * nothing. Each claim counts one attempt; a change of state resets the count.
 */
public interface StudyLedger {
    /**
     * Records one received object whose bytes are already durable. Fills the latest revision, or opens the next one if
     * the instance is a candidate and the latest has left RECEIVING. The revision is next looked at after
     * {@link ReceivedInstance#decideAt}. Two patients in one study: the object is kept, the study becomes FAILED with
     * {@link FailureCode#IDENTITY_CONFLICT}, a quarantine and an audit row are written.
     *
     * <p>One round trip, one transaction; concurrent calls share the database's group commit.
     *
     * @return what the object is to us; the caller deletes its spool file unless the receipt is NEW
     */
    InstanceReceipt recordInstance(ReceivedInstance instance);

    /** All instances of the study, in order of reception. Empty: unknown study. */
    List<LedgerInstance> instances(Uid studyInstanceUid);

    /** Leases revisions in RECEIVING whose next decision is due, oldest first. */
    List<ClaimedRevision> claimForAssembly(WorkerId worker, Instant now, Duration lease, int limit);

    /**
     * Leases revisions in ASSEMBLED, by request priority, then by deadline. Of one study the lowest revision comes
     * first, and a later one waits for it.
     */
    List<ClaimedRevision> claimForScoring(WorkerId worker, Instant now, Duration lease, int limit);

    /** Extends the lease to {@code now + lease}. Valid also after expiry as long as nobody else has claimed it. */
    ClaimedRevision renew(ClaimedRevision claim, Instant now, Duration lease);

    /**
     * Not complete yet: look again at {@code until}. If an instance arrived since the claim, its deadline stands. Gives
     * the lease back.
     */
    void waitUntil(ClaimedRevision claim, Instant until);

    /**
     * RECEIVING to ASSEMBLED, with the images chosen for it. An earlier revision of the study that nobody has begun to
     * score becomes INELIGIBLE with reason SUPERSEDED.
     *
     * @return false if an instance arrived since the claim: nothing was changed except that the lease was given back,
     *     and the revision will be looked at again
     */
    boolean assembled(ClaimedRevision claim, AssembledExam exam, Instant at);

    /** RECEIVING or ASSEMBLED to INELIGIBLE, and its event into the outbox. Returns false as {@link #assembled} does. */
    boolean ineligible(ClaimedRevision claim, IneligibleReason reason, Instant at);

    /**
     * The late images did not change what would be analysed: removes a revision above 1 that is still RECEIVING; its
     * instances count to the revision before.
     *
     * @return false as {@link #assembled} does
     */
    boolean withdraw(ClaimedRevision claim, String reason, Instant at);

    /**
     * ASSEMBLED to SCORED: findings, output objects, deliveries, model and event in one transaction. With no delivery
     * planned the revision goes on to DELIVERED at once.
     */
    void storeResult(ClaimedRevision claim, ScoringResult result);

    /** A transient failure: keeps the state, gives the lease back, is free again at {@code retryAt}. */
    void retryLater(ClaimedRevision claim, FailureCode code, String detailWithoutPatientData, Instant retryAt);

    /** To FAILED, and its event into the outbox. A requeue returns it to the state it failed in. */
    void fail(ClaimedRevision claim, FailureCode code, String detailWithoutPatientData, Instant at);

    /** Shutting down: gives back every lease of this worker, of revisions, deliveries, fetches and events, uncounted. */
    int releaseAll(WorkerId worker);

    /**
     * A worker is known to have ended without giving its leases back: frees all of them at once instead of when they
     * expire. Its attempts stay counted. A revision that was begun three times or more waits a little, longer with each
     * attempt, so that one which kills workers does not keep the others from being scored.
     *
     * @return how many leases were freed
     */
    int takeOver(WorkerId dead, Instant now);
}
