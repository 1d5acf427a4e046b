package org.mammoclip.worker.deliver;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mammoclip.dicom.Uid;
import org.mammoclip.dicom.dimse.SendOutcome;
import org.mammoclip.dicom.dimse.StoreStatus;
import org.mammoclip.schema.ledger.DeliveryBatch;
import org.mammoclip.schema.ledger.DeliveryTask;
import org.mammoclip.schema.ledger.FailureCode;
import org.mammoclip.schema.ledger.LeaseLostException;
import org.mammoclip.schema.ledger.Ledger;
import org.mammoclip.schema.ledger.StudyState;
import org.mammoclip.schema.ledger.WorkerId;
import org.mammoclip.worker.stage.Backoff;
import org.mammoclip.worker.stage.Health;
import org.mammoclip.worker.stage.LogName;
import org.mammoclip.worker.storage.ObjectStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends results to one destination, a revision at a time, at least once; the peer recognises a repetition by its UIDs.
 *
 * <p>Three kinds of no are told apart. A peer that is away holds the whole queue: nothing is counted, and a cheap question
 * (C-ECHO, QIDO-RS) every few seconds finds out when it is back. A refusal that may pass, or a connection that breaks on an
 * object although the peer answers otherwise, puts that object back with a growing delay. A permanent refusal is a dead
 * letter at once. Nothing waits longer than {@link #GIVE_UP_AFTER}.
 *
 * <p>Owned by one thread per destination.
 */
public final class DeliveryStage {
    /** After this time an object becomes a dead letter, whatever the reason was (spec: delivery rules). */
    public static final Duration GIVE_UP_AFTER = Duration.ofHours(72);

    static final Duration LEASE = Duration.ofMinutes(10);

    /**
     * 0111H (PS3.7 C.5.6): the peer has an object of this UID. Ours are derived from what the object says, so it is this
     * one, sent before we were cut off.
     */
    private static final int DUPLICATE_INSTANCE = 0x0111;

    private static final Duration PROBE_EVERY = Duration.ofSeconds(5);
    private static final Logger log = LoggerFactory.getLogger(DeliveryStage.class);

    private final Destination destination;
    private final ObjectStore store;
    private final Ledger ledger;
    private final WorkerId worker;
    private final Backoff backoff;
    private final Health health;
    private final Clock clock;
    private final MeterRegistry metrics;
    private final Timer sendTime;
    private Instant heldUntil = Instant.MIN;
    private @Nullable DeliveryBatch unreleased;

    public DeliveryStage(
            Destination destination,
            ObjectStore store,
            Ledger ledger,
            WorkerId worker,
            Backoff backoff,
            Health health,
            Clock clock,
            MeterRegistry metrics) {
        this.destination = destination;
        this.store = store;
        this.ledger = ledger;
        this.worker = worker;
        this.backoff = backoff;
        this.health = health;
        this.clock = clock;
        this.metrics = metrics;
        this.sendTime = Timer.builder("mammoclip.delivery.send.time")
                .description("one association or request with the objects of a revision")
                .tag("destination", destination.name())
                .register(metrics);
        health.expect(component(), false);
    }

    private String component() {
        return "destination " + destination.name();
    }

    /** @return whether there was something to send and the peer took it or said why not */
    public boolean deliverNext() {
        Instant now = clock.instant();
        DeliveryBatch brokenOff = unreleased;
        if (brokenOff != null) {
            // The ledger went away in the middle; nobody else should wait for the lease to expire.
            ledger.deliveries().release(brokenOff, now);
            unreleased = null;
        }
        boolean held = !health.isUp(component());
        if (held) {
            boolean clockWentBack = now.isBefore(heldUntil) && now.isBefore(heldUntil.minus(PROBE_EVERY));
            if (now.isBefore(heldUntil) && !clockWentBack) {
                return false;
            }
            SendOutcome answer = destination.alive();
            if (!answer.isAccepted()) {
                hold(reasonOf(answer));
                expireWhileAway();
                return false;
            }
            back();
        }
        Optional<DeliveryBatch> claimed = ledger.deliveries().claim(destination.name(), worker, now, LEASE);
        if (claimed.isEmpty()) {
            return false;
        }
        unreleased = claimed.get();
        try {
            boolean answered = send(claimed.get());
            // What was neither settled nor put off stays due; without this the lease would hold it back.
            ledger.deliveries().release(claimed.get(), clock.instant());
            unreleased = null;
            return answered;
        } catch (LeaseLostException e) {
            log.atWarn()
                    .addKeyValue("study", LogName.of(claimed.get().revision().studyInstanceUid()))
                    .addKeyValue("destination", destination.name())
                    .log("delivery was taken over by another worker");
            return true;
        }
    }

    private boolean send(DeliveryBatch batch) {
        Map<Uid, Path> files = new LinkedHashMap<>();
        Map<Uid, DeliveryTask> tasks = new LinkedHashMap<>();
        for (DeliveryTask task : batch.tasks()) {
            Path file = store.file(task.output().object().spoolId());
            if (Files.isReadable(file)) {
                files.put(task.output().sopInstanceUid(), file);
                tasks.put(task.output().sopInstanceUid(), task);
            } else {
                abandon(batch, task, FailureCode.SPOOL_DAMAGED, "the file of the object is missing");
            }
        }
        if (files.isEmpty()) {
            return true;
        }
        List<SendOutcome> outcomes;
        Timer.Sample sample = Timer.start(metrics);
        try {
            outcomes = destination.send(batch.revision().studyInstanceUid(), files);
        } catch (IOException e) {
            log.atError().setCause(e).log("result files cannot be read");
            tasks.values().forEach(task -> again(batch, task, FailureCode.SPOOL_UNAVAILABLE, "a file cannot be read"));
            return true;
        } catch (RuntimeException e) {
            log.atError()
                    .addKeyValue("destination", destination.name())
                    .setCause(e)
                    .log("sending failed");
            String detail = "sending failed: " + e.getClass().getSimpleName();
            tasks.values().forEach(task -> again(batch, task, FailureCode.INTERNAL, detail));
            return true;
        } finally {
            sample.stop(sendTime);
        }
        boolean peerAnswers = outcomes.stream().anyMatch(outcome -> !(outcome instanceof SendOutcome.Unreachable))
                || destination.alive().isAccepted();
        int index = 0;
        for (DeliveryTask task : tasks.values()) {
            settle(batch, task, outcomes.get(index++), peerAnswers);
        }
        if (!peerAnswers) {
            hold(reasonOf(outcomes.get(0)));
        }
        return peerAnswers;
    }

    private void settle(DeliveryBatch batch, DeliveryTask task, SendOutcome outcome, boolean peerAnswers) {
        if (outcome instanceof SendOutcome.Accepted accepted) {
            delivered(batch, task, accepted.status());
        } else if (outcome instanceof SendOutcome.Refused refused
                && refused.status().code() == DUPLICATE_INSTANCE) {
            delivered(batch, task, refused.status());
        } else if (outcome instanceof SendOutcome.Refused refused && refused.permanent()) {
            abandon(batch, task, FailureCode.DELIVERY_REFUSED, refused.status().toString());
        } else if (outcome instanceof SendOutcome.Refused refused) {
            again(batch, task, FailureCode.PEER_BUSY, refused.status().toString());
        } else if (peerAnswers) {
            again(batch, task, FailureCode.PEER_UNREACHABLE, reasonOf(outcome));
        } else if (isTooOld(task)) {
            abandon(batch, task, FailureCode.RETRIES_EXHAUSTED, reasonOf(outcome));
        }
    }

    private void delivered(DeliveryBatch batch, DeliveryTask task, StoreStatus status) {
        StudyState state = ledger.deliveries().delivered(batch, task, status.toString(), clock.instant());
        count("accepted");
        if (state == StudyState.DELIVERED) {
            log.atInfo()
                    .addKeyValue("study", LogName.of(batch.revision().studyInstanceUid()))
                    .addKeyValue("revision", batch.revision().revision())
                    .addKeyValue("destination", destination.name())
                    .log("study delivered");
        }
    }

    private void again(DeliveryBatch batch, DeliveryTask task, FailureCode code, String detail) {
        if (isTooOld(task)) {
            abandon(batch, task, FailureCode.RETRIES_EXHAUSTED, code + ": " + detail);
            return;
        }
        Instant retryAt = clock.instant().plus(backoff.after(task.attempt()));
        ledger.deliveries().retryLater(batch, task, code, detail, retryAt);
        count(code.name());
        log.atWarn()
                .addKeyValue("study", LogName.of(batch.revision().studyInstanceUid()))
                .addKeyValue("destination", destination.name())
                .addKeyValue("code", code)
                .addKeyValue("attempt", task.attempt())
                .log("object not taken, will be tried again");
    }

    private void abandon(DeliveryBatch batch, DeliveryTask task, FailureCode code, String detail) {
        ledger.deliveries().abandon(batch, task, code, detail, clock.instant());
        count(code.name());
        log.atError()
                .addKeyValue("study", LogName.of(batch.revision().studyInstanceUid()))
                .addKeyValue("destination", destination.name())
                .addKeyValue("code", code)
                .addKeyValue("kind", task.output().kind())
                .log("object given up; 'mammoclip dead-letter requeue' sends it again");
    }

    private boolean isTooOld(DeliveryTask task) {
        return task.createdAt().plus(GIVE_UP_AFTER).isBefore(clock.instant());
    }

    /** While the peer is away nothing is claimed, except to give up what has waited too long. */
    private void expireWhileAway() {
        ledger.deliveries()
                .claim(destination.name(), worker, clock.instant(), LEASE)
                .ifPresent(batch -> {
                    batch.tasks().stream()
                            .filter(this::isTooOld)
                            .forEach(task -> abandon(
                                    batch,
                                    task,
                                    FailureCode.RETRIES_EXHAUSTED,
                                    "the destination was away for too long"));
                    ledger.deliveries().release(batch, clock.instant());
                });
    }

    private void hold(String reason) {
        heldUntil = clock.instant().plus(PROBE_EVERY);
        if (health.down(component(), reason)) {
            log.atWarn()
                    .addKeyValue("destination", destination.name())
                    .addKeyValue("reason", reason)
                    .log("destination is away; its results wait");
        }
    }

    private void back() {
        if (health.up(component())) {
            log.atInfo().addKeyValue("destination", destination.name()).log("destination answers");
        }
    }

    private static String reasonOf(SendOutcome outcome) {
        if (outcome instanceof SendOutcome.Unreachable unreachable) {
            return unreachable.reason();
        }
        if (outcome instanceof SendOutcome.Refused refused) {
            return "refused: " + refused.status();
        }
        return "accepted";
    }

    private void count(String outcome) {
        metrics.counter("mammoclip.deliveries", "destination", destination.name(), "outcome", outcome)
                .increment();
    }
}
