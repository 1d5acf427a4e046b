package org.mammoclip.worker.assemble;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.mammoclip.dicom.Uid;
import org.mammoclip.mammogram.ScreeningStudy;
import org.mammoclip.mammogram.Slot;
import org.mammoclip.mammogram.select.Assembly;
import org.mammoclip.mammogram.select.AssemblyTimes;
import org.mammoclip.mammogram.select.Completeness;
import org.mammoclip.mammogram.select.DecidedInstance;
import org.mammoclip.mammogram.select.SelectionRules;
import org.mammoclip.schema.ledger.AssembledExam;
import org.mammoclip.schema.ledger.ClaimedRevision;
import org.mammoclip.schema.ledger.FailureCode;
import org.mammoclip.schema.ledger.FetchState;
import org.mammoclip.schema.ledger.IneligibleReason;
import org.mammoclip.schema.ledger.LeaseLostException;
import org.mammoclip.schema.ledger.Ledger;
import org.mammoclip.schema.ledger.LedgerInstance;
import org.mammoclip.schema.ledger.LedgerRefusedException;
import org.mammoclip.schema.ledger.LedgerUnavailableException;
import org.mammoclip.schema.ledger.SpoolId;
import org.mammoclip.schema.ledger.StudyStory;
import org.mammoclip.schema.ledger.WorkerId;
import org.mammoclip.worker.stage.LedgerHeaders;
import org.mammoclip.worker.stage.LogName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at revisions in RECEIVING whose deadline has come and decides them: ASSEMBLED, INELIGIBLE, or another deadline.
 * Thread-safe; every worker may run it.
 */
public final class AssemblyStage {
    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final Duration RETRY = Duration.ofSeconds(5);
    private static final int BATCH = 16;

    /** A revision at which this product failed this often by its own fault stops. */
    static final int MAX_FAULTS = 5;

    private static final Logger log = LoggerFactory.getLogger(AssemblyStage.class);

    private final Ledger ledger;
    private final WorkerId worker;
    private final SelectionRules rules;
    private final AssemblyTimes times;
    private final Listener listener;
    private final Clock clock;
    private final MeterRegistry metrics;

    /** What assembling tells whoever comes next. Hints only: the ledger holds the truth, and a call that is missed costs time only. */
    public interface Listener {
        /** An exam has all its views and only waits for its grace; {@code objects} says where its instances lie. */
        void expected(ScreeningStudy study, Map<Uid, SpoolId> objects);

        /** A revision became ASSEMBLED: scoring need not wait for its next look. */
        void assembled();
    }

    public AssemblyStage(
            Ledger ledger,
            WorkerId worker,
            SelectionRules rules,
            AssemblyTimes times,
            Listener listener,
            Clock clock,
            MeterRegistry metrics) {
        this.ledger = ledger;
        this.worker = worker;
        this.rules = rules;
        this.times = times;
        this.listener = listener;
        this.clock = clock;
        this.metrics = metrics;
    }

    /** @return whether there was a revision to look at */
    public boolean assembleDue() {
        List<ClaimedRevision> claims = ledger.studies().claimForAssembly(worker, clock.instant(), LEASE, BATCH);
        for (ClaimedRevision claim : claims) {
            try {
                decideOrPutOff(claim);
            } catch (LeaseLostException e) {
                log.atInfo()
                        .addKeyValue("study", LogName.of(claim.revision().studyInstanceUid()))
                        .log("assembly was taken over by another worker");
            }
        }
        return !claims.isEmpty();
    }

    /** A study that cannot be decided by a fault of ours never keeps those behind it waiting. */
    private void decideOrPutOff(ClaimedRevision claim) {
        try {
            decide(claim);
        } catch (LeaseLostException | LedgerUnavailableException | LedgerRefusedException e) {
            throw e;
        } catch (RuntimeException e) {
            String study = LogName.of(claim.revision().studyInstanceUid());
            log.atError().addKeyValue("study", study).setCause(e).log("an exam could not be decided");
            String detail = "assembling failed: " + e.getClass().getSimpleName();
            Instant now = clock.instant();
            if (claim.attempt() >= MAX_FAULTS) {
                ledger.studies().fail(claim, FailureCode.INTERNAL, detail, now);
                settled(claim, true, "failed", FailureCode.INTERNAL.name());
            } else {
                ledger.studies().retryLater(claim, FailureCode.INTERNAL, detail, now.plus(RETRY));
            }
        }
    }

    private void decide(ClaimedRevision claim) {
        Uid study = claim.revision().studyInstanceUid();
        int revision = claim.revision().revision();
        List<LedgerInstance> rows = ledger.studies().instances(study);
        List<DecidedInstance> instances = LedgerHeaders.upTo(revision, rows, rules);
        StudyStory story = ledger.view()
                .story(study)
                .orElseThrow(() -> new IllegalStateException("a claimed revision of an unknown study"));
        Instant now = clock.instant();
        boolean isReplay = rows.stream().noneMatch(row -> row.revision() == revision);
        Assembly assembly = isReplay || isFetchedWhole(story, claim)
                ? Completeness.decideNow(instances, rules)
                : Completeness.decide(instances, rules, times, now);

        if (assembly instanceof Assembly.Waiting waiting) {
            // A deadline in the past would be claimed again at once, for ever.
            Instant until = waiting.until().isAfter(now) ? waiting.until() : now.plus(times.completeGrace());
            ledger.studies().waitUntil(claim, until);
            if (Completeness.decideNow(instances, rules) instanceof Assembly.Complete complete) {
                listener.expected(complete.study(), objectsOf(rows));
            }
        } else if (assembly instanceof Assembly.Complete complete) {
            assemble(claim, story, isReplay, complete.study(), "all four views are there");
        } else if (assembly instanceof Assembly.Partial partial) {
            String missing = partial.missing().stream().map(Slot::label).collect(Collectors.joining(", "));
            assemble(claim, story, isReplay, partial.study(), "partial after the quiet period; missing " + missing);
        } else if (assembly instanceof Assembly.Ineligible ineligible && isIdentityQuestion(ineligible)) {
            ledger.studies().fail(claim, FailureCode.IDENTITY_CONFLICT, ineligible.detail(), now);
            settled(claim, true, "failed", FailureCode.IDENTITY_CONFLICT.name());
        } else if (assembly instanceof Assembly.Ineligible ineligible) {
            IneligibleReason reason = new IneligibleReason(ineligible.reason().name(), ineligible.detail());
            settled(claim, ledger.studies().ineligible(claim, reason, now), "ineligible", reason.code());
        }
    }

    private static Map<Uid, SpoolId> objectsOf(List<LedgerInstance> rows) {
        return rows.stream()
                .collect(Collectors.toUnmodifiableMap(
                        row -> row.key().sopInstanceUid(), row -> row.object().spoolId()));
    }

    /** A doubt about whose images these are stops the study; it is not merely unfit for scoring. */
    private static boolean isIdentityQuestion(Assembly.Ineligible ineligible) {
        return switch (ineligible.reason()) {
            case IDENTITY_CONFLICT, REJECTED_IDENTITY -> true;
            default -> false;
        };
    }

    /** Whether a source said that the study is complete, and has sent all of it since the last image. */
    private static boolean isFetchedWhole(StudyStory story, ClaimedRevision claim) {
        return story.announcements().stream()
                .anyMatch(announcement -> announcement.state() == FetchState.FETCHED
                        && announcement.fetchedAt() != null
                        && !announcement.fetchedAt().isBefore(claim.lastImageAt()));
    }

    private void assemble(
            ClaimedRevision claim, StudyStory story, boolean isReplay, ScreeningStudy study, String reason) {
        Instant now = clock.instant();
        if (!isReplay
                && imagesOf(story, claim.predecessor())
                        .filter(uidsOf(study)::equals)
                        .isPresent()) {
            String unchanged = "late instances did not change the images";
            settled(claim, ledger.studies().withdraw(claim, unchanged, now), "withdrawn", unchanged);
            return;
        }
        List<AssembledExam.Image> images = study.mammograms().stream()
                .map(mammogram -> new AssembledExam.Image(
                        mammogram.source().sopInstanceUid(), mammogram.slot().label()))
                .toList();
        AssembledExam exam = new AssembledExam(images, !study.isComplete(), reason);
        if (settled(claim, ledger.studies().assembled(claim, exam, now), "assembled", reason)) {
            listener.assembled();
        }
    }

    private static Set<Uid> uidsOf(ScreeningStudy study) {
        return study.mammograms().stream()
                .map(mammogram -> mammogram.source().sopInstanceUid())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Optional<Set<Uid>> imagesOf(StudyStory story, int revision) {
        return story.revisions().stream()
                .filter(candidate -> candidate.revision() == revision)
                .findFirst()
                .map(found -> found.images().stream()
                        .map(AssembledExam.Image::sopInstanceUid)
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    private boolean settled(ClaimedRevision claim, boolean done, String outcome, String reason) {
        if (done) {
            metrics.counter("mammoclip.assemblies", "outcome", outcome).increment();
            log.atInfo()
                    .addKeyValue("study", LogName.of(claim.revision().studyInstanceUid()))
                    .addKeyValue("revision", claim.revision().revision())
                    .addKeyValue("outcome", outcome)
                    .addKeyValue("reason", reason)
                    .log("exam decided");
        }
        return done;
    }
}
