package org.mammoclip.worker.ingest;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.mammoclip.dicom.dimse.StoreStatus;
import org.mammoclip.dicom.file.DicomFormatException;
import org.mammoclip.dicom.web.Retrieval;
import org.mammoclip.dicom.web.WebException;
import org.mammoclip.schema.ledger.FailureCode;
import org.mammoclip.schema.ledger.FetchTask;
import org.mammoclip.schema.ledger.LeaseLostException;
import org.mammoclip.schema.ledger.Ledger;
import org.mammoclip.schema.ledger.LedgerRefusedException;
import org.mammoclip.schema.ledger.LedgerUnavailableException;
import org.mammoclip.schema.ledger.QuarantinedInput;
import org.mammoclip.schema.ledger.WorkerId;
import org.mammoclip.worker.stage.Backoff;
import org.mammoclip.worker.stage.LogName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches announced studies from their sources, one task of the inbox at a time, through the same intake as C-STORE. An
 * instance that is refused for good is left out and recorded; whatever may pass later puts the whole task back with a
 * growing delay. Thread-safe: several loops may call {@link #fetchNext}.
 */
public final class StudyFetcher {
    static final Duration LEASE = Duration.ofMinutes(2);

    /** A study that the source does not have is asked for this often: an announcement may be ahead of the archive. */
    static final int MAX_MISSING = 6;

    /** How long a source may be away before an announcement becomes a dead letter. */
    static final Duration GIVE_UP_AFTER = Duration.ofHours(72);

    private static final int NOT_FOUND = 404;
    private static final Logger log = LoggerFactory.getLogger(StudyFetcher.class);

    private final Map<String, StudySource> sources;
    private final InstanceIntake intake;
    private final Ledger ledger;
    private final WorkerId worker;
    private final Backoff backoff;
    private final Clock clock;
    private final MeterRegistry metrics;

    /** @param sources by the name that events use */
    public StudyFetcher(
            Map<String, StudySource> sources,
            InstanceIntake intake,
            Ledger ledger,
            WorkerId worker,
            Backoff backoff,
            Clock clock,
            MeterRegistry metrics) {
        this.sources = Map.copyOf(sources);
        this.intake = intake;
        this.ledger = ledger;
        this.worker = worker;
        this.backoff = backoff;
        this.clock = clock;
        this.metrics = metrics;
    }

    /** The ledger or the disk refused an instance for now: the study is to be fetched again. */
    private static final class NotNow extends IOException {
        private static final long serialVersionUID = 1L;

        NotNow(StoreStatus status) {
            super(status.toString());
        }
    }

    /** @return whether there was a task */
    public boolean fetchNext() {
        List<FetchTask> tasks = ledger.inbox().claim(worker, clock.instant(), LEASE, 1);
        for (FetchTask task : tasks) {
            try {
                fetch(task);
            } catch (LeaseLostException e) {
                log.atWarn()
                        .addKeyValue("study", LogName.of(task.studyInstanceUid()))
                        .log("fetch was taken over by another worker");
            }
        }
        return !tasks.isEmpty();
    }

    private void fetch(FetchTask task) {
        StudySource source = sources.get(task.source());
        if (source == null) {
            reject(task, FailureCode.SOURCE_UNKNOWN, "the source is no longer configured");
            return;
        }
        Run run = new Run(task);
        try {
            Retrieval retrieval = source.retrieveStudy(task.studyInstanceUid(), run::receive);
            if (retrieval.parts() == 0) {
                missing(run.task, "the source has no instance of the study");
            } else if (!retrieval.complete()) {
                again(run.task, FailureCode.SOURCE_UNAVAILABLE, "the source sent only a part of the study");
            } else {
                Instant now = clock.instant();
                ledger.inbox().fetched(run.task, retrieval.parts(), now, now);
                count("fetched");
                log.atInfo()
                        .addKeyValue("study", LogName.of(task.studyInstanceUid()))
                        .addKeyValue("source", task.source())
                        .addKeyValue("instances", retrieval.parts())
                        .addKeyValue("refused", run.refused)
                        .log("study fetched");
            }
        } catch (NotNow e) {
            again(run.task, FailureCode.SPOOL_UNAVAILABLE, "an instance could not be stored: " + e.getMessage());
        } catch (WebException e) {
            if (e.httpStatus() == NOT_FOUND) {
                missing(run.task, "the source does not know the study (404)");
            } else if (e.isPermanent()) {
                reject(run.task, FailureCode.SOURCE_REFUSED, String.valueOf(e.getMessage()));
            } else {
                again(run.task, FailureCode.SOURCE_UNAVAILABLE, String.valueOf(e.getMessage()));
            }
        } catch (IOException e) {
            again(run.task, FailureCode.SOURCE_UNAVAILABLE, "the connection broke");
        } catch (LeaseLostException | LedgerUnavailableException | LedgerRefusedException e) {
            throw e;
        } catch (RuntimeException e) {
            log.atError().addKeyValue("event", task.eventId()).setCause(e).log("fetching failed");
            again(run.task, FailureCode.INTERNAL, e.getClass().getSimpleName());
        }
    }

    /** One retrieval; keeps the lease alive while parts come in. */
    private final class Run {
        private FetchTask task;
        private int refused;

        Run(FetchTask task) {
            this.task = task;
        }

        void receive(InputStream part10) throws IOException {
            if (clock.instant().isAfter(task.leaseUntil().minus(LEASE.dividedBy(2)))) {
                task = ledger.inbox().renew(task, clock.instant(), LEASE);
            }
            FetchedPart part;
            try {
                part = FetchedPart.readHead(part10);
            } catch (DicomFormatException e) {
                refused++;
                ledger.upkeep()
                        .quarantine(new QuarantinedInput(
                                FailureCode.OBJECT_UNREADABLE,
                                "a fetched part is no DICOM file",
                                task.source(),
                                task.studyInstanceUid(),
                                null,
                                null,
                                null,
                                clock.instant()));
                return;
            }
            Arrival arrival = new Arrival(
                    task.source(),
                    task.source(),
                    "fetch-" + task.eventId(),
                    part.sopClassUid(),
                    part.sopInstanceUid(),
                    part.transferSyntaxUid());
            StoreStatus status = intake.take(arrival, task.priority(), part10);
            if (status.isTransientFailure()) {
                throw new NotNow(status);
            }
            if (!status.isSuccess()) {
                refused++;
            }
        }
    }

    private void missing(FetchTask task, String detail) {
        if (task.attempt() >= MAX_MISSING) {
            reject(task, FailureCode.SOURCE_REFUSED, detail);
        } else {
            again(task, FailureCode.SOURCE_UNAVAILABLE, detail);
        }
    }

    private void again(FetchTask task, FailureCode code, String detail) {
        Instant now = clock.instant();
        if (task.receivedAt().plus(GIVE_UP_AFTER).isBefore(now)) {
            reject(task, FailureCode.RETRIES_EXHAUSTED, detail);
            return;
        }
        ledger.inbox().retryLater(task, code, detail, now.plus(backoff.after(task.attempt())));
        count(code.name());
        log.atWarn()
                .addKeyValue("study", LogName.of(task.studyInstanceUid()))
                .addKeyValue("source", task.source())
                .addKeyValue("code", code)
                .addKeyValue("attempt", task.attempt())
                .log("study could not be fetched, will be tried again");
    }

    private void reject(FetchTask task, FailureCode code, String detail) {
        ledger.inbox().reject(task, code, detail, clock.instant());
        count(code.name());
        log.atError()
                .addKeyValue("study", LogName.of(task.studyInstanceUid()))
                .addKeyValue("source", task.source())
                .addKeyValue("code", code)
                .log("study could not be fetched");
    }

    private void count(String outcome) {
        metrics.counter("mammoclip.fetches", "outcome", outcome).increment();
    }
}
