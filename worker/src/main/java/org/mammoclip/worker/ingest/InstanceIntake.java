package org.mammoclip.worker.ingest;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import org.mammoclip.dicom.DataSet;
import org.mammoclip.dicom.Tag;
import org.mammoclip.dicom.dimse.StoreStatus;
import org.mammoclip.dicom.json.DicomJson;
import org.mammoclip.mammogram.InstanceHeader;
import org.mammoclip.mammogram.InstanceReference;
import org.mammoclip.mammogram.Slot;
import org.mammoclip.mammogram.select.ImageSelector;
import org.mammoclip.mammogram.select.InstanceDecision;
import org.mammoclip.mammogram.select.SelectionRules;
import org.mammoclip.schema.ledger.FailureCode;
import org.mammoclip.schema.ledger.InstanceKey;
import org.mammoclip.schema.ledger.InstanceReceipt;
import org.mammoclip.schema.ledger.Ledger;
import org.mammoclip.schema.ledger.LedgerRefusedException;
import org.mammoclip.schema.ledger.LedgerUnavailableException;
import org.mammoclip.schema.ledger.PatientKey;
import org.mammoclip.schema.ledger.QuarantinedInput;
import org.mammoclip.schema.ledger.Receipt;
import org.mammoclip.schema.ledger.ReceivedInstance;
import org.mammoclip.schema.ledger.RecordedDecision;
import org.mammoclip.schema.ledger.RequestPriority;
import org.mammoclip.schema.ledger.SpoolId;
import org.mammoclip.worker.stage.LogName;
import org.mammoclip.worker.storage.DurableFiles;
import org.mammoclip.worker.storage.ObjectStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one way in: whatever brings an instance, it is spooled, synced and recorded here, and only then is there a success.
 * Thread-safe; runs on the caller's thread.
 */
public final class InstanceIntake {
    /** A statement whose connection broke may still be running for this long. */
    private static final Duration UNCERTAIN_FOR = Duration.ofMinutes(2);

    private static final int MAX_SETTLED = 500;
    private static final Logger log = LoggerFactory.getLogger(InstanceIntake.class);

    private final ObjectStore store;
    private final SpoolWriter writer;
    private final Ledger ledger;
    private final BooleanSupplier ledgerIsUp;
    private final SelectionRules rules;
    private final Duration firstLook;
    private final Clock clock;
    private final MeterRegistry metrics;
    private final Timer durableTime;
    private final DistributionSummary receivedBytes;
    private final Queue<Uncertain> uncertain = new ConcurrentLinkedQueue<>();
    private volatile boolean closed;

    /** A complete file whose row may or may not have been committed when the ledger broke off. */
    private record Uncertain(SpoolId id, Instant since) {}

    /** @param ledgerIsUp what the health probe says now; when it is down nothing is read from the wire in vain */
    public InstanceIntake(
            ObjectStore store,
            DurableFiles files,
            Ledger ledger,
            BooleanSupplier ledgerIsUp,
            SelectionRules rules,
            IngestBounds bounds,
            Clock clock,
            MeterRegistry metrics) {
        this.store = store;
        this.writer = new SpoolWriter(store, files, bounds.maxDataSetBytes());
        this.ledger = ledger;
        this.ledgerIsUp = ledgerIsUp;
        this.rules = rules;
        this.firstLook = bounds.firstLook();
        this.clock = clock;
        this.metrics = metrics;
        this.durableTime = Timer.builder("mammoclip.ingest.durable.time")
                .description("from the first byte of an instance to its ledger row")
                .publishPercentileHistogram()
                .register(metrics);
        this.receivedBytes = DistributionSummary.builder("mammoclip.ingest.instance.bytes")
                .description("data set length of durable instances")
                .baseUnit("bytes")
                .register(metrics);
    }

    /** From now on every instance is refused with A700H: the worker is going down. */
    public void close() {
        closed = true;
    }

    /**
     * Takes one instance.
     *
     * @return success only once the bytes and their row are durable
     * @throws IOException if the connection broke; nothing was promised and nothing is left
     */
    StoreStatus take(Arrival arrival, RequestPriority priority, InputStream dataSet) throws IOException {
        return take(arrival, priority, dataSet, this::refuseIfUnable);
    }

    /** As {@link #take}, at start-up, before senders are let in. */
    StoreStatus takeBack(Arrival arrival, InputStream dataSet) throws IOException {
        return take(arrival, RequestPriority.ROUTINE, dataSet, () -> {});
    }

    @FunctionalInterface
    private interface Gate {
        void check() throws Refusal;
    }

    private StoreStatus take(Arrival arrival, RequestPriority priority, InputStream dataSet, Gate gate)
            throws IOException {
        Timer.Sample sample = Timer.start(metrics);
        try {
            gate.check();
            SpooledInstance spooled = writer.write(arrival, dataSet);
            StoreStatus status = record(arrival, priority, spooled);
            sample.stop(durableTime);
            receivedBytes.record(spooled.object().length());
            return status;
        } catch (Refusal refusal) {
            count("refused", refusal.reason().name());
            log.atWarn()
                    .addKeyValue("reason", refusal.reason())
                    .addKeyValue("route", arrival.route())
                    .addKeyValue("connection", arrival.connection())
                    .addKeyValue("instance", LogName.of(arrival.sopInstanceUid()))
                    .addKeyValue("status", refusal.status())
                    .log("instance refused");
            quarantine(arrival, refusal);
            return refusal.status();
        }
    }

    private void refuseIfUnable() throws Refusal {
        if (closed) {
            throw new Refusal(Refusal.Reason.SHUTTING_DOWN, StoreStatus.outOfResources("shutting down"));
        }
        if (!ledgerIsUp.getAsBoolean()) {
            throw new Refusal(Refusal.Reason.LEDGER_UNAVAILABLE, StoreStatus.outOfResources("database unavailable"));
        }
        if (!store.hasRoomFor(0)) {
            throw new Refusal(Refusal.Reason.DISK_RESERVE, StoreStatus.outOfResources("disk below its reserve"));
        }
    }

    /** The ledger transaction; the file is ours until it is NEW. */
    private StoreStatus record(Arrival arrival, RequestPriority priority, SpooledInstance spooled) throws Refusal {
        InstanceReceipt receipt;
        try {
            receipt = ledger.studies().recordInstance(toRow(arrival, priority, spooled));
        } catch (LedgerUnavailableException | LedgerRefusedException e) {
            uncertain.add(new Uncertain(spooled.object().spoolId(), clock.instant()));
            throw new Refusal(Refusal.Reason.LEDGER_UNAVAILABLE, StoreStatus.outOfResources("database unavailable"), e);
        } catch (IllegalStateException e) {
            // A fault of ours: the database does not take this row. Neither the file nor the next instance may suffer.
            uncertain.add(new Uncertain(spooled.object().spoolId(), clock.instant()));
            log.atError()
                    .addKeyValue("connection", arrival.connection())
                    .setCause(e)
                    .log("the ledger took no row");
            throw new Refusal(Refusal.Reason.NOT_RECORDED, StoreStatus.processingFailure("cannot be recorded"), e);
        }
        if (receipt.receipt() == Receipt.DUPLICATE) {
            keepIfMissing(spooled);
        } else if (receipt.receipt() == Receipt.CONFLICT) {
            writer.discard(spooled.object().spoolId());
        }
        if (receipt.receipt() == Receipt.CONFLICT) {
            throw new Refusal(
                    Refusal.Reason.CONFLICT, StoreStatus.identityConflict("SOP Instance UID known with other content"));
        }
        count(receipt.receipt() == Receipt.NEW ? "stored" : "duplicate", "");
        if (receipt.identityConflict()) {
            log.atError()
                    .addKeyValue(
                            "study", LogName.of(spooled.header().reference().studyInstanceUid()))
                    .addKeyValue("code", FailureCode.IDENTITY_CONFLICT)
                    .log("two patients in one study; the study is stopped");
        }
        return StoreStatus.SUCCESS;
    }

    /**
     * The same bytes once more: if the recorded file is gone, this copy takes its place, so that sending a study again
     * mends what a damaged disk lost. Otherwise the copy is of no use.
     */
    private void keepIfMissing(SpooledInstance spooled) throws Refusal {
        InstanceReference reference = spooled.header().reference();
        SpoolId copy = spooled.object().spoolId();
        try {
            Optional<SpoolId> recorded = ledger.view()
                    .story(reference.studyInstanceUid())
                    .flatMap(story -> story.instances().stream()
                            .filter(i -> i.key().sopInstanceUid().equals(reference.sopInstanceUid()))
                            .filter(i -> !i.pixelsReleased())
                            .map(i -> i.object().spoolId())
                            .findFirst());
            if (recorded.isPresent() && !Files.exists(store.file(recorded.get()))) {
                store.replace(copy, recorded.get());
                log.atWarn()
                        .addKeyValue("instance", LogName.of(reference.sopInstanceUid()))
                        .addKeyValue("code", FailureCode.SPOOL_DAMAGED)
                        .log("a recorded file was gone; the copy that was sent again takes its place");
                return;
            }
        } catch (LedgerUnavailableException | LedgerRefusedException e) {
            writer.discard(copy);
            throw new Refusal(Refusal.Reason.LEDGER_UNAVAILABLE, StoreStatus.outOfResources("database unavailable"), e);
        } catch (IOException e) {
            writer.discard(copy);
            throw new Refusal(Refusal.Reason.DISK_FAILURE, StoreStatus.outOfResources("cannot write to disk"), e);
        }
        writer.discard(copy);
    }

    /**
     * Deletes the files of instances that were refused because the ledger broke off, once it says that no row points to
     * them. Until then they stay: their row may have been committed.
     *
     * @return whether anything was settled
     */
    public boolean settleUncertain() {
        Instant before = clock.instant().minus(UNCERTAIN_FOR);
        List<Uncertain> due = uncertain.stream()
                .filter(file -> file.since().isBefore(before))
                .limit(MAX_SETTLED)
                .toList();
        if (due.isEmpty()) {
            return false;
        }
        Set<SpoolId> unreferenced =
                ledger.upkeep().unreferenced(due.stream().map(Uncertain::id).toList());
        unreferenced.forEach(writer::discard);
        uncertain.removeAll(due);
        return true;
    }

    private ReceivedInstance toRow(Arrival arrival, RequestPriority priority, SpooledInstance spooled) {
        InstanceHeader header = spooled.header();
        InstanceReference reference = header.reference();
        DataSet attributes = header.attributes();
        Instant now = clock.instant();
        return new ReceivedInstance(
                new InstanceKey(
                        reference.studyInstanceUid(), reference.seriesInstanceUid(), reference.sopInstanceUid()),
                spooled.object(),
                toRow(ImageSelector.decide(header, rules)),
                PatientKey.of(
                        attributes.string(Tag.PatientID).orElse(""),
                        attributes.string(Tag.IssuerOfPatientID).orElse("")),
                attributes.string(Tag.AccessionNumber).orElse(""),
                DicomJson.write(attributes),
                arrival.peer(),
                priority,
                now,
                now.plus(firstLook));
    }

    private static RecordedDecision toRow(InstanceDecision decision) {
        return new RecordedDecision(
                decision.code().name(),
                decision.slot().map(Slot::label).orElse(null),
                decision.isCandidate(),
                decision.reason());
    }

    /** Records what is wrong with an input for good; a refusal that the sender can repeat leaves no row. */
    private void quarantine(Arrival arrival, Refusal refusal) {
        FailureCode code = switch (refusal.reason()) {
            case UNREADABLE, TRANSFER_SYNTAX, TOO_LONG -> FailureCode.OBJECT_UNREADABLE;
            case COMMAND_MISMATCH, MISSING_UID -> FailureCode.UID_INVALID;
            case NOT_RECORDED -> FailureCode.INTERNAL;
            case CONFLICT -> FailureCode.INSTANCE_CONFLICT;
            case SHUTTING_DOWN, LEDGER_UNAVAILABLE, DISK_RESERVE, DISK_FAILURE -> null;
        };
        if (code == null) {
            return;
        }
        try {
            ledger.upkeep()
                    .quarantine(new QuarantinedInput(
                            code,
                            refusal.status().comment(),
                            arrival.peer(),
                            null,
                            arrival.sopInstanceUid(),
                            null,
                            null,
                            clock.instant()));
        } catch (LedgerUnavailableException | LedgerRefusedException e) {
            log.atWarn().setCause(e).log("a refusal could not be recorded");
        }
    }

    private void count(String outcome, String reason) {
        metrics.counter("mammoclip.ingest.instances", "outcome", outcome, "reason", reason)
                .increment();
    }
}
