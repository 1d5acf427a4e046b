package org.mammoclip.worker.ingest;

import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mammoclip.dicom.Uid;
import org.mammoclip.schema.ledger.AuditEntry;
import org.mammoclip.schema.ledger.DeadLetterId;
import org.mammoclip.schema.ledger.DeliveryQueue;
import org.mammoclip.schema.ledger.Inbox;
import org.mammoclip.schema.ledger.InstanceReceipt;
import org.mammoclip.schema.ledger.Ledger;
import org.mammoclip.schema.ledger.LedgerInstance;
import org.mammoclip.schema.ledger.LedgerUnavailableException;
import org.mammoclip.schema.ledger.LedgerUpkeep;
import org.mammoclip.schema.ledger.LedgerView;
import org.mammoclip.schema.ledger.Outbox;
import org.mammoclip.schema.ledger.QuarantinedInput;
import org.mammoclip.schema.ledger.Receipt;
import org.mammoclip.schema.ledger.ReceivedInstance;
import org.mammoclip.schema.ledger.RequestPriority;
import org.mammoclip.schema.ledger.SpoolId;
import org.mammoclip.schema.ledger.StudyLedger;
import org.mammoclip.schema.ledger.StudyRevision;
import org.mammoclip.schema.ledger.StudyStory;

/** What ingest asks of a ledger, in memory; it can be away. The real one is tested in {@code WorkerIT}. */
final class IntakeLedger implements Ledger {
    private final Map<Uid, ReceivedInstance> rows = new LinkedHashMap<>();
    private final List<QuarantinedInput> quarantine = new ArrayList<>();
    private boolean away;
    private boolean losesAnswers;
    private boolean refusesRows;
    private boolean commitsLate;
    private @Nullable ReceivedInstance inDoubt;

    /** Throws from now on, without recording anything. */
    synchronized void goAway() {
        away = true;
    }

    /** Commits, and then breaks off before the answer. */
    synchronized void loseAnswers() {
        losesAnswers = true;
    }

    /** Says that the row is none, as for a value that a column does not take. */
    synchronized void refuseRows() {
        refusesRows = true;
    }

    /** What was in doubt is committed just before the next instance is recorded. */
    synchronized void commitLate() {
        comeBack();
        commitsLate = true;
    }

    synchronized void comeBack() {
        refusesRows = false;
        away = false;
        losesAnswers = false;
    }

    synchronized List<ReceivedInstance> rows() {
        return List.copyOf(rows.values());
    }

    synchronized List<QuarantinedInput> quarantined() {
        return List.copyOf(quarantine);
    }

    private synchronized InstanceReceipt record(ReceivedInstance instance) {
        if (refusesRows) {
            throw new IllegalStateException("the ledger was used wrongly, SQLSTATE 22021");
        }
        if (away) {
            inDoubt = instance;
            throw new LedgerUnavailableException("away", new IllegalStateException());
        }
        if (commitsLate && inDoubt != null) {
            rows.put(inDoubt.key().sopInstanceUid(), inDoubt);
        }
        ReceivedInstance first = rows.putIfAbsent(instance.key().sopInstanceUid(), instance);
        if (losesAnswers) {
            throw new LedgerUnavailableException("answer lost", new IllegalStateException());
        }
        Receipt receipt = first == null
                ? Receipt.NEW
                : first.object().sha256().equals(instance.object().sha256()) ? Receipt.DUPLICATE : Receipt.CONFLICT;
        return new InstanceReceipt(receipt, 1, false);
    }

    @Override
    public StudyLedger studies() {
        return (StudyLedger) java.lang.reflect.Proxy.newProxyInstance(
                StudyLedger.class.getClassLoader(), new Class<?>[] {StudyLedger.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("recordInstance")) {
                        return record((ReceivedInstance) arguments[0]);
                    }
                    throw new UnsupportedOperationException(method.getName());
                });
    }

    @Override
    public LedgerUpkeep upkeep() {
        return new LedgerUpkeep() {
            @Override
            public Optional<StudyRevision> replay(Uid study, @Nullable String model, String actor, Instant at) {
                throw new UnsupportedOperationException();
            }

            @Override
            public boolean requeue(DeadLetterId id, String actor, Instant at) {
                throw new UnsupportedOperationException();
            }

            @Override
            public void quarantine(QuarantinedInput input) {
                synchronized (IntakeLedger.this) {
                    quarantine.add(input);
                }
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
                Set<SpoolId> result = new HashSet<>(candidates);
                rows().forEach(row -> result.remove(row.object().spoolId()));
                return result;
            }

            @Override
            public List<SpoolId> referenced(@Nullable SpoolId after, int limit) {
                return rows().stream()
                        .map(row -> row.object().spoolId())
                        .filter(id -> after == null || id.compareTo(after) > 0)
                        .sorted()
                        .limit(limit)
                        .toList();
            }
        };
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
    public LedgerView view() {
        return (LedgerView) Proxy.newProxyInstance(
                LedgerView.class.getClassLoader(), new Class<?>[] {LedgerView.class}, (proxy, method, arguments) -> {
                    if (!method.getName().equals("story")) {
                        throw new UnsupportedOperationException(method.getName());
                    }
                    return story((Uid) arguments[0]);
                });
    }

    private synchronized Optional<StudyStory> story(Uid study) {
        List<LedgerInstance> instances = rows.values().stream()
                .filter(row -> row.key().studyInstanceUid().equals(study))
                .map(row -> new LedgerInstance(
                        row.key(),
                        row.object(),
                        row.decision(),
                        row.headerJson(),
                        row.origin(),
                        1,
                        row.receivedAt(),
                        false))
                .toList();
        return instances.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new StudyStory(study, "", RequestPriority.ROUTINE, List.of(), instances, List.of(), List.of()));
    }
}
