package org.mammoclip.worker.score;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.mammoclip.dicom.Tag;
import org.mammoclip.dicom.Uid;
import org.mammoclip.mammoclip.UnscoredImage;
import org.mammoclip.mammogram.InstanceReference;
import org.mammoclip.mammogram.Mammogram;
import org.mammoclip.mammogram.OutputProfile;
import org.mammoclip.mammogram.ReportingDevice;
import org.mammoclip.mammogram.ScreeningStudy;
import org.mammoclip.mammogram.finding.Finding;
import org.mammoclip.mammogram.finding.FindingScore;
import org.mammoclip.mammogram.finding.Triage;
import org.mammoclip.mammogram.report.ImageOutcome;
import org.mammoclip.mammogram.report.TriageReport;
import org.mammoclip.mammogram.select.Assembly;
import org.mammoclip.mammogram.select.Completeness;
import org.mammoclip.mammogram.select.SelectionRules;
import org.mammoclip.schema.ledger.AssembledExam;
import org.mammoclip.schema.ledger.ClaimedRevision;
import org.mammoclip.schema.ledger.FailureCode;
import org.mammoclip.schema.ledger.FindingRow;
import org.mammoclip.schema.ledger.LeaseLostException;
import org.mammoclip.schema.ledger.Ledger;
import org.mammoclip.schema.ledger.LedgerInstance;
import org.mammoclip.schema.ledger.LedgerUnavailableException;
import org.mammoclip.schema.ledger.OutputKind;
import org.mammoclip.schema.ledger.OutputObject;
import org.mammoclip.schema.ledger.PlannedDelivery;
import org.mammoclip.schema.ledger.QuarantinedInput;
import org.mammoclip.schema.ledger.ScoringResult;
import org.mammoclip.schema.ledger.StoredObject;
import org.mammoclip.schema.ledger.StudyStory;
import org.mammoclip.schema.ledger.TriagePriority;
import org.mammoclip.schema.ledger.WorkerId;
import org.mammoclip.worker.config.OutputsConfig;
import org.mammoclip.worker.stage.Backoff;
import org.mammoclip.worker.stage.LedgerHeaders;
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
    private final OutputWriter writer;
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
        this.writer = writer;
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
                again(
                        claim,
                        FailureCode.INTERNAL,
                        "scoring failed: " + e.getClass().getSimpleName());
            }
        }
    }

    private void scoreExam(ClaimedRevision claim) throws IOException, InterruptedException {
        Uid uid = claim.revision().studyInstanceUid();
        List<LedgerInstance> rows = ledger.studies().instances(uid);
        StudyStory story = ledger.view()
                .story(uid)
                .orElseThrow(() -> new IllegalStateException("a claimed revision of an unknown study"));
        ScreeningStudy study = studyOf(claim, rows, story);
        Map<Uid, Path> files = filesOf(rows);
        if (isReleased(study, rows)) {
            fail(claim, FailureCode.PIXELS_RELEASED, "retention has given up the pixels of an image");
            return;
        }
        for (Mammogram mammogram : study.mammograms()) {
            if (!Files.isReadable(fileOf(files, mammogram))) {
                fail(claim, FailureCode.SPOOL_DAMAGED, "the file of an image is missing");
                return;
            }
        }
        ScoredExam exam = scorer.score(study, mammogram -> fileOf(files, mammogram));
        TriageReport report = new TriageReport(
                study,
                claim.revision().revision(),
                exam.outcomes(),
                scorer.model().thresholds(),
                scorer.model().identity(),
                ReportingDevice.node(style.node()),
                style.profile(),
                style.outputs().disclaimer(),
                OffsetDateTime.now(clock).truncatedTo(ChronoUnit.SECONDS),
                predecessors(story, claim.predecessor()));
        store(claim, report, write(objects.of(report, exam)));
    }

    private void discard(List<OutputObject> outputs) throws IOException {
        for (OutputObject output : outputs) {
            store.delete(output.object().spoolId());
        }
    }

    private static boolean isReleased(ScreeningStudy study, List<LedgerInstance> rows) {
        Set<Uid> released = rows.stream()
                .filter(LedgerInstance::pixelsReleased)
                .map(row -> row.key().sopInstanceUid())
                .collect(Collectors.toSet());
        return study.mammograms().stream()
                .anyMatch(image -> released.contains(image.source().sopInstanceUid()));
    }

    /** The exam as it was assembled; the same rules on the same rows give the same images. */
    private ScreeningStudy studyOf(ClaimedRevision claim, List<LedgerInstance> rows, StudyStory story) {
        int revision = claim.revision().revision();
        Assembly assembly = Completeness.decideNow(LedgerHeaders.upTo(revision, rows, rules), rules);
        ScreeningStudy study;
        if (assembly instanceof Assembly.Complete complete) {
            study = complete.study();
        } else if (assembly instanceof Assembly.Partial partial) {
            study = partial.study();
        } else {
            throw new IllegalStateException("the rules have changed since the exam was assembled");
        }
        Set<Uid> decided = story.revisions().stream()
                .filter(candidate -> candidate.revision() == revision)
                .flatMap(found -> found.images().stream())
                .map(AssembledExam.Image::sopInstanceUid)
                .collect(Collectors.toSet());
        Set<Uid> derived = study.mammograms().stream()
                .map(mammogram -> mammogram.source().sopInstanceUid())
                .collect(Collectors.toSet());
        if (!decided.equals(derived)) {
            throw new IllegalStateException("the rules have changed since the exam was assembled");
        }
        return study;
    }

    private Map<Uid, Path> filesOf(List<LedgerInstance> rows) {
        Map<Uid, Path> files = new HashMap<>();
        for (LedgerInstance row : rows) {
            files.put(row.key().sopInstanceUid(), store.file(row.object().spoolId()));
        }
        return files;
    }

    private static Path fileOf(Map<Uid, Path> files, Mammogram mammogram) {
        Path file = files.get(mammogram.source().sopInstanceUid());
        if (file == null) {
            throw new IllegalStateException("an image of the exam has no row");
        }
        return file;
    }

    private static List<InstanceReference> predecessors(StudyStory story, int predecessor) {
        return story.revisions().stream()
                .filter(revision -> revision.revision() == predecessor)
                .flatMap(revision -> revision.outputs().stream())
                .filter(output -> output.kind() != OutputKind.SECONDARY_CAPTURE)
                .map(output -> new InstanceReference(
                        story.studyInstanceUid(),
                        output.seriesInstanceUid(),
                        output.object().sopClassUid(),
                        output.sopInstanceUid()))
                .toList();
    }

    /** Makes and writes the objects side by side: all of them are durable, or none is left. */
    private List<OutputObject> write(List<ResultObjects.Recipe> recipes) throws IOException, InterruptedException {
        List<OutputObject> written = Collections.synchronizedList(new ArrayList<>());
        List<Callable<Optional<OutputObject>>> tasks = new ArrayList<>();
        for (ResultObjects.Recipe recipe : recipes) {
            tasks.add(() -> {
                Optional<ResultObject> object = recipe.make();
                if (object.isEmpty()) {
                    return Optional.empty();
                }
                OutputObject output = write(object.get());
                written.add(output);
                return Optional.of(output);
            });
        }
        boolean complete = false;
        try {
            List<OutputObject> outputs =
                    scorer.inParallel(tasks).stream().flatMap(Optional::stream).toList();
            complete = true;
            return outputs;
        } finally {
            if (!complete) {
                discard(List.copyOf(written));
            }
        }
    }

    private OutputObject write(ResultObject object) throws IOException {
        StoredObject stored = writer.write(object.dataSet());
        Mammogram source = object.source();
        return new OutputObject(
                uid(object, Tag.SeriesInstanceUID),
                uid(object, Tag.SOPInstanceUID),
                object.kind(),
                source == null ? null : source.source().sopInstanceUid(),
                stored);
    }

    private static Uid uid(ResultObject object, int tag) {
        return object.dataSet()
                .uid(tag)
                .orElseThrow(() -> new IllegalStateException("an object of ours without " + Tag.format(tag)));
    }

    private void store(ClaimedRevision claim, TriageReport report, List<OutputObject> outputs) throws IOException {
        Triage triage = report.triage();
        List<PlannedDelivery> deliveries = new ArrayList<>();
        for (String destination : destinations) {
            outputs.forEach(output -> deliveries.add(new PlannedDelivery(destination, output.sopInstanceUid())));
        }
        Instant now = clock.instant();
        ScoringResult result = new ScoringResult(
                scorer.model().recorded(),
                priorityOf(triage),
                triage.score(),
                findingsOf(report),
                outputs,
                deliveries,
                scorer.model().device(),
                now);
        try {
            ledger.studies().storeResult(claim, result);
        } catch (LeaseLostException e) {
            discard(outputs);
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

    private static TriagePriority priorityOf(Triage triage) {
        return switch (triage.priority()) {
            case PRIORITISE -> TriagePriority.URGENT;
            case ROUTINE -> TriagePriority.ROUTINE;
            case NOT_ASSESSED -> TriagePriority.NONE;
        };
    }

    /** Scores of every image, then of every breast. */
    private static List<FindingRow> findingsOf(TriageReport report) {
        List<FindingRow> rows = new ArrayList<>();
        for (ImageOutcome.Scored image : report.scored()) {
            image.scores().forEach((finding, score) -> {
                double threshold = report.thresholds().getOrDefault(finding, 1.0);
                rows.add(row(
                        finding,
                        image.mammogram().slot().laterality().name(),
                        image.mammogram().source().sopInstanceUid(),
                        score,
                        threshold));
            });
        }
        for (FindingScore score : report.scores()) {
            rows.add(row(score.finding(), score.laterality().name(), null, score.score(), score.threshold()));
        }
        return rows;
    }

    private static FindingRow row(
            Finding finding, String laterality, @Nullable Uid image, double score, double threshold) {
        return new FindingRow(
                finding.name().toLowerCase(Locale.ROOT), laterality, image, score, threshold, score >= threshold);
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
