package org.mammoclip.worker.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mammoclip.dicom.file.Part10File;
import org.mammoclip.dicom.file.Part10Writer;
import org.mammoclip.dicom.testkit.SyntheticExam;
import org.mammoclip.dicom.web.PartReceiver;
import org.mammoclip.dicom.web.Retrieval;
import org.mammoclip.dicom.web.WebException;
import org.mammoclip.schema.ledger.FailureCode;
import org.mammoclip.schema.ledger.FetchTask;
import org.mammoclip.schema.ledger.RequestPriority;
import org.mammoclip.schema.ledger.WorkerId;
import org.mammoclip.worker.ScriptedLedger;
import org.mammoclip.worker.stage.Backoff;

class StudyFetcherTest {
    private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");
    private static final WorkerId WORKER = new WorkerId("w1");

    @TempDir
    Path dataDir;

    private final SyntheticExam exam = SyntheticExam.of(7);
    private final List<String> outcomes = new ArrayList<>();
    private Intake intake;
    private int attempt = 1;
    private Instant receivedAt = NOW;

    @BeforeEach
    void open() throws IOException {
        intake = new Intake(dataDir);
    }

    @AfterEach
    void close() throws IOException {
        intake.close();
    }

    private final ScriptedLedger inbox = new ScriptedLedger()
            .on("claim", arguments -> List.of(task()))
            .on("fetched", arguments -> outcomes.add("fetched " + arguments[1]))
            .on("retryLater", arguments -> outcomes.add("later " + arguments[1]))
            .on("reject", arguments -> outcomes.add("rejected " + arguments[1]))
            .on("quarantine", arguments -> outcomes.add("quarantined"));

    private FetchTask task() {
        return new FetchTask(
                new UUID(1, 2),
                exam.studyInstanceUid(),
                "pacs",
                RequestPriority.URGENT,
                "",
                attempt,
                receivedAt,
                WORKER,
                1,
                NOW.plusSeconds(120));
    }

    private void fetchFrom(StudySource source) {
        new StudyFetcher(
                        Map.of("pacs", source),
                        intake.intake,
                        inbox.ledger(),
                        WORKER,
                        new Backoff(Duration.ofSeconds(5), Duration.ofMinutes(15), new Random(1)),
                        Clock.fixed(NOW, ZoneOffset.UTC),
                        new SimpleMeterRegistry())
                .fetchNext();
    }

    private static void give(PartReceiver receiver, Part10File object) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Part10Writer.write(bytes, object);
        receiver.receive(new ByteArrayInputStream(bytes.toByteArray()));
    }

    private Retrieval all(PartReceiver receiver) throws IOException {
        for (Part10File image : exam.images()) {
            give(receiver, image);
        }
        return new Retrieval(4, true);
    }

    @Test
    void recordsEveryInstanceThatTheSourceSends() {
        fetchFrom((study, receiver) -> all(receiver));
        assertThat(outcomes).containsExactly("fetched 4");
        assertThat(intake.ledger.rows()).hasSize(4).allSatisfy(row -> {
            assertThat(row.origin()).isEqualTo("pacs");
            assertThat(row.priority()).isEqualTo(RequestPriority.URGENT);
        });
    }

    @Test
    void triesAgainWhenTheSourceBreaksOffAndKeepsWhatCame() {
        fetchFrom((study, receiver) -> {
            give(receiver, exam.images().get(0));
            throw new WebException("connection reset", 0, false);
        });
        assertThat(outcomes).containsExactly("later 1006 SOURCE_UNAVAILABLE");
        assertThat(intake.ledger.rows()).hasSize(1);
    }

    @Test
    void doesNotCallAStudyFetchedThatWasSentInPart() {
        fetchFrom((study, receiver) -> {
            give(receiver, exam.images().get(0));
            return new Retrieval(1, false);
        });
        assertThat(outcomes).containsExactly("later 1006 SOURCE_UNAVAILABLE");
    }

    @Test
    void triesAgainWhenTheDiskCannotTakeAnInstance() {
        intake.disk.reportUsable(0);
        fetchFrom((study, receiver) -> all(receiver));
        assertThat(outcomes).containsExactly("later 1003 SPOOL_UNAVAILABLE");
        assertThat(intake.ledger.rows()).isEmpty();
    }

    @Test
    void asksAFewTimesForAStudyThatTheSourceDoesNotHaveYet() {
        StudySource unknown = (study, receiver) -> {
            throw new WebException("not found", 404, true);
        };
        fetchFrom(unknown);
        attempt = StudyFetcher.MAX_MISSING;
        fetchFrom(unknown);
        assertThat(outcomes).containsExactly("later 1006 SOURCE_UNAVAILABLE", "rejected 2008 SOURCE_REFUSED");
    }

    @Test
    void givesUpAtOnceWhenTheSourceRefusesForGood() {
        fetchFrom((study, receiver) -> {
            throw new WebException("forbidden", 403, true);
        });
        assertThat(outcomes).containsExactly("rejected 2008 SOURCE_REFUSED");
    }

    @Test
    void givesUpAnAnnouncementThatIsTooOld() {
        receivedAt = NOW.minus(StudyFetcher.GIVE_UP_AFTER).minusSeconds(1);
        fetchFrom((study, receiver) -> {
            throw new WebException("away", 503, false);
        });
        assertThat(outcomes).containsExactly("rejected 2012 RETRIES_EXHAUSTED");
    }

    @Test
    void setsAPartAsideThatIsNoDicomAndTakesTheOthers() {
        fetchFrom((study, receiver) -> {
            receiver.receive(new ByteArrayInputStream("<html>".getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
            give(receiver, exam.images().get(0));
            return new Retrieval(2, true);
        });
        assertThat(outcomes).containsExactly("quarantined", "fetched 2");
        assertThat(intake.ledger.rows()).hasSize(1);
    }

    @Test
    void fetchesFromNoSourceThatIsNoLongerConfigured() {
        new StudyFetcher(
                        Map.of(),
                        intake.intake,
                        inbox.ledger(),
                        WORKER,
                        new Backoff(Duration.ofSeconds(5), Duration.ofMinutes(15), new Random(1)),
                        Clock.fixed(NOW, ZoneOffset.UTC),
                        new SimpleMeterRegistry())
                .fetchNext();
        assertThat(outcomes).containsExactly("rejected " + FailureCode.SOURCE_UNKNOWN);
    }
}
