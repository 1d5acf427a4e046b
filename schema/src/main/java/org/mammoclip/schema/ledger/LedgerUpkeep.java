package org.mammoclip.schema.ledger;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mammoclip.dicom.Uid;

/** What operators and housekeeping change. */
public interface LedgerUpkeep {
    /**
     * Opens the next revision of a study in RECEIVING, due at once, so that it is decided and scored again. If the latest
     * one is still RECEIVING, that one is due at once.
     *
     * @param model the name of the wanted model; null: the one the worker runs
     * @param actor who asked, for the audit
     * @return empty: unknown study
     * @throws IllegalStateException if the study stopped for {@link FailureCode#IDENTITY_CONFLICT}
     */
    Optional<StudyRevision> replay(Uid studyInstanceUid, @Nullable String model, String actor, Instant at);

    /** Puts a dead letter back into its queue, with its attempts at zero. False: no such dead letter (any more). */
    boolean requeue(DeadLetterId id, String actor, Instant at);

    /** Records bad input. The same position (Kafka) or spool id is recorded once. */
    void quarantine(QuarantinedInput input);

    void audit(AuditEntry entry);

    /**
     * Gives up the pixels of studies that were settled (DELIVERED or INELIGIBLE) before {@code settledBefore}: their
     * rows stay, their spool ids are no longer referenced. The caller deletes the files afterwards.
     *
     * @return at most {@code limit} spool ids
     */
    List<SpoolId> releaseExpired(Instant settledBefore, Instant at, int limit);

    /** Those of the candidates that no row points to. */
    Set<SpoolId> unreferenced(Collection<SpoolId> candidates);

    /** All spool ids that rows point to, in their order, after {@code after}; null: from the start. */
    List<SpoolId> referenced(@Nullable SpoolId after, int limit);
}
