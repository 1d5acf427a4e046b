package org.mammoclip.worker.score;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.mammoclip.dicom.Uid;
import org.mammoclip.mammoclip.NativeMemory;
import org.mammoclip.mammoclip.UnscoredImage;
import org.mammoclip.mammogram.OutputProfile;
import org.mammoclip.mammogram.ReportingDevice;
import org.mammoclip.mammogram.report.ImageOutcome;
import org.mammoclip.mammogram.report.TriageReport;
import org.mammoclip.mammogram.select.SelectionRules;
import org.mammoclip.schema.ledger.ClaimedRevision;
import org.mammoclip.schema.ledger.FailureCode;
import org.mammoclip.schema.ledger.LeaseLostException;
import org.mammoclip.schema.ledger.Ledger;
import org.mammoclip.schema.ledger.LedgerUnavailableException;
import org.mammoclip.schema.ledger.OutputObject;
import org.mammoclip.schema.ledger.QuarantinedInput;
import org.mammoclip.schema.ledger.ScoringResult;
import org.mammoclip.schema.ledger.WorkerId;
import org.mammoclip.worker.config.OutputsConfig;
import org.mammoclip.worker.stage.Backoff;
import org.mammoclip.worker.stage.LogName;
import org.mammoclip.worker.storage.ObjectStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Scores assembled revisions, one at a time on each calling thread. The result is stored in one transaction after its
 * objects are durable; until then a killed worker has done nothing and the revision is scored again. Thread-safe.
 */
public final class ScoreStage {
    static final Duration LEASE = Duration.ofMinutes(2);

    /** A revision at which this product failed this often by its own fault stops. */
    static final int MAX_FAULTS = 5;

    /**
     * A revision that was begun this often without an end stops: it may be what ends the worker. Above {@link #MAX_FAULTS},
     * so that a worker which is killed again and again for other reasons loses no study; the ledger lets others go first.
     */
    static final int MAX_ATTEMPTS = 20;

    private static final Logger log = LoggerFactory.getLogger(ScoreStage.class);

    private final Ledger ledger;
    private final WorkerId worker;
    private final LeaseKeeper leases;
    private final ExamScorer scorer;
    private final ResultObjects objects;
    private final ResultFiles files;
    private final ObjectStore store;
    private final ReportStyle style;
    private final SelectionRules rules;
    private final List<String> destinations;
    private final Runnable scored;
    private final Backoff backoff;
    private final Clock clock;
    private final MeterRegistry metrics;
    private final Timer turnaround;

    /**
     * What every report states beside its results.
     *
     * @param node serial number of the equipment that the objects name as their maker
     */
    public record ReportStyle(OutputsConfig outputs, String node) {
        OutputProfile profile() {
            return OutputProfile.valueOf(outputs.profile().name());
        }
    }

    /**
     * @param destinations the names of those that take every object
     * @param scored called after a result was stored, so that delivery need not wait for its next look
     */
    public ScoreStage(
            Ledger ledger,
            WorkerId worker,
            LeaseKeeper leases,
            ExamScorer scorer,
            OutputWriter writer,
            ObjectStore store,
            ReportStyle style,
            SelectionRules rules,
            List<String> destinations,
            Runnable scored,
            Backoff backoff,
            Clock clock,
            MeterRegistry metrics) {
        this.ledger = ledger;
        this.worker = worker;
        this.leases = leases;
        this.scorer = scorer;
        this.objects = new ResultObjects(style.outputs());
        this.files = new ResultFiles(writer, store, scorer);
        this.store = store;
        this.style = style;
        this.rules = rules;
        this.destinations = List.copyOf(destinations);
        this.scored = scored;
        this.backoff = backoff;
        this.clock = clock;
        this.metrics = metrics;
        this.turnaround = Timer.builder("mammoclip.score.turnaround.time")
                .description("from the last image of an exam to its stored result")
                .publishPercentileHistogram()
                .register(metrics);
    }

    /**
     * @return whether there was a revision to score
     * @throws IllegalStateException if the engine has ended; then nothing is claimed, so that no study pays for it
     */
    public boolean scoreNext() throws InterruptedException {
        scorer.requireRunning();
        List<ClaimedRevision> claims = ledger.studies().claimForScoring(worker, clock.instant(), LEASE, 1);
        for (ClaimedRevision claim : claims) {
            try (LeaseKeeper.Kept lease = leases.keep(claim, LEASE)) {
                score(claim);
            } catch (LeaseLostException e) {
                log.atWarn().addKeyValue("study", nameOf(claim)).log("scoring was taken over by another worker");
            }
        }
        return !claims.isEmpty();
    }

    private void score(ClaimedRevision claim) throws InterruptedException {
        String wanted = claim.requestedModel();
        if (claim.attempt() > MAX_ATTEMPTS) {
            fail(claim, FailureCode.RETRIES_EXHAUSTED, "scoring was begun " + MAX_ATTEMPTS + " times without an end");
        } else if (wanted != null && !wanted.equals(scorer.model().identity().name())) {
            again(claim, FailureCode.MODEL_UNAVAILABLE, "this worker does not run the requested model");
        } else {
            try {
                scoreExam(claim);
            } catch (IOException e) {
                log.atWarn().addKeyValue("study", nameOf(claim)).setCause(e).log("a file could not be read or written");
                again(claim, FailureCode.SPOOL_UNAVAILABLE, "a file could not be read or written");
            } catch (IllegalStateException | IllegalArgumentException e) {
                log.atError().addKeyValue("study", nameOf(claim)).setCause(e).log("scoring failed");
                if (NativeMemory.isExhausted(e)) {
                    again(claim, FailureCode.MODEL_UNAVAILABLE, "no memory left for the model");
                } else {
                    again(
                            claim,
                            FailureCode.INTERNAL,
                            "scoring failed: " + e.getClass().getSimpleName());
                }
            }
        }
    }

    private void scoreExam(ClaimedRevision claim) throws IOException, InterruptedException {
        RevisionToScore revision;
        try {
            revision = RevisionToScore.load(claim, ledger, store, rules);
        } catch (RevisionToScore.UnscorableException e) {
            fail(claim, e.code(), String.valueOf(e.getMessage()));
            return;
        }
        ScoredExam exam = scorer.score(revision.study(), revision::fileOf);
        TriageReport report = new TriageReport(
                revision.study(),
                claim.revision().revision(),
                exam.outcomes(),
                scorer.model().rules(),
                scorer.model().identity(),
                ReportingDevice.node(style.node()),
                style.profile(),
                style.outputs().disclaimer(),
                OffsetDateTime.now(clock).truncatedTo(ChronoUnit.SECONDS),
                revision.predecessors());
        store(claim, report, exam, files.write(objects.of(report, exam)));
    }

    private void store(ClaimedRevision claim, TriageReport report, ScoredExam exam, List<OutputObject> outputs)
            throws IOException {
        Instant now = clock.instant();
        ScoringResult result = ResultRows.of(report, scorer.model(), exam.density(), outputs, destinations, now);
        try {
            ledger.studies().storeResult(claim, result);
        } catch (LeaseLostException e) {
            files.discard(outputs);
            throw e;
        }
        turnaround.record(Duration.between(claim.lastImageAt(), now));
        metrics.counter(
                        "mammoclip.studies.scored",
                        "priority",
                        result.priority().name())
                .increment();
        log.atInfo()
                .addKeyValue("study", nameOf(claim))
                .addKeyValue("revision", claim.revision().revision())
                .addKeyValue("priority", result.priority())
                .addKeyValue("images", report.images().size())
                .addKeyValue("scored", report.scored().size())
                .addKeyValue("outputs", outputs.size())
                .log("exam scored");
        scored.run();
        nameUnscored(claim, report, now);
    }

    /** An image without a score gets its number: in a metric, in the log and in the quarantine. */
    private void nameUnscored(ClaimedRevision claim, TriageReport report, Instant now) {
        for (ImageOutcome outcome : report.images()) {
            if (outcome instanceof ImageOutcome.Failed failed) {
                FailureCode code = failed.reason().startsWith(UnscoredImage.Reason.NON_FINITE_SCORE.name())
                        ? FailureCode.SCORE_NOT_FINITE
                        : FailureCode.PIXELS_UNDECODABLE;
                Uid image = failed.mammogram().source().sopInstanceUid();
                metrics.counter("mammoclip.images.unscored", "code", code.name())
                        .increment();
                log.atWarn()
                        .addKeyValue("study", nameOf(claim))
                        .addKeyValue("instance", LogName.of(image))
                        .addKeyValue("code", code)
                        .log("image not scored: " + failed.reason());
                QuarantinedInput input = new QuarantinedInput(
                        code, failed.reason(), "score", claim.revision().studyInstanceUid(), image, null, null, now);
                try {
                    ledger.upkeep().quarantine(input);
                } catch (LedgerUnavailableException e) {
                    log.atWarn().setCause(e).log("an image without score could not be recorded");
                }
            }
        }
    }

    private void again(ClaimedRevision claim, FailureCode code, String detail) {
        if (claim.attempt() >= MAX_FAULTS && code == FailureCode.INTERNAL) {
            fail(claim, code, detail);
            return;
        }
        ledger.studies().retryLater(claim, code, detail, clock.instant().plus(backoff.after(claim.attempt())));
        metrics.counter("mammoclip.studies.retried", "code", code.name()).increment();
    }

    private void fail(ClaimedRevision claim, FailureCode code, String detail) {
        ledger.studies().fail(claim, code, detail, clock.instant());
        metrics.counter("mammoclip.studies.failed", "code", code.name()).increment();
        log.atError()
                .addKeyValue("study", nameOf(claim))
                .addKeyValue("code", code)
                .log("study failed: " + detail);
    }

    private static String nameOf(ClaimedRevision claim) {
        return LogName.of(claim.revision().studyInstanceUid());
    }
}
