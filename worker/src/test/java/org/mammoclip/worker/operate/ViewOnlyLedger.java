package org.mammoclip.worker.operate;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mammoclip.dicom.Uid;
import org.mammoclip.schema.ledger.AuditEntry;
import org.mammoclip.schema.ledger.DeadLetterId;
import org.mammoclip.schema.ledger.DeliveryQueue;
import org.mammoclip.schema.ledger.Inbox;
import org.mammoclip.schema.ledger.Ledger;
import org.mammoclip.schema.ledger.LedgerUpkeep;
import org.mammoclip.schema.ledger.LedgerView;
import org.mammoclip.schema.ledger.Outbox;
import org.mammoclip.schema.ledger.QuarantinedInput;
import org.mammoclip.schema.ledger.SpoolId;
import org.mammoclip.schema.ledger.StudyLedger;
import org.mammoclip.schema.ledger.StudyRevision;

/** A ledger of which only the questions answer, and a replay of the studies that the view knows. */
record ViewOnlyLedger(LedgerView view) implements Ledger, LedgerUpkeep {
    @Override
    public LedgerUpkeep upkeep() {
        return this;
    }

    @Override
    public Optional<StudyRevision> replay(Uid study, @Nullable String model, String actor, Instant at) {
        return view.story(study)
                .map(story -> new StudyRevision(study, story.revisions().size() + 1));
    }

    @Override
    public StudyLedger studies() {
        throw new UnsupportedOperationException();
    }

    @Override
    public DeliveryQueue deliveries() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Inbox inbox() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Outbox outbox() {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean requeue(DeadLetterId id, String actor, Instant at) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void quarantine(QuarantinedInput input) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void audit(AuditEntry entry) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<SpoolId> releaseExpired(Instant settledBefore, Instant at, int limit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Set<SpoolId> unreferenced(Collection<SpoolId> candidates) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<SpoolId> referenced(@Nullable SpoolId after, int limit) {
        throw new UnsupportedOperationException();
    }
}
