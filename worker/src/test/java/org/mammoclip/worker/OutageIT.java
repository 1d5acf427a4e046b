package org.mammoclip.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mammoclip.dicom.dimse.SendOutcome;
import org.mammoclip.dicom.dimse.StoreStatus;
import org.mammoclip.dicom.testkit.PacsFault;
import org.mammoclip.dicom.testkit.SyntheticExam;
import org.mammoclip.schema.ledger.FailureCode;
import org.mammoclip.schema.ledger.StudyState;

/** Everything the worker depends on goes away and comes back; nothing is lost and nobody has to help. */
@Timeout(900)
class OutageIT {
    @TempDir
    static Path folder;

    static Site site;

    @BeforeAll
    static void start() throws Exception {
        site = Site.open(folder);
    }

    @AfterEach
    void stopWorker() {
        site.pacs.clearFaults();
        site.stopWorker();
    }

    @AfterAll
    static void stop() throws Exception {
        site.close();
    }

    @Test
    void startsWithNothingThereAndRecoversByItself() throws Exception {
        SyntheticExam exam = SyntheticExam.of(300);
        site.database.stop();
        site.kafka.stop();
        site.pacs.down();
        site.startWorker();
        assertThat(site.modality().echo().isAccepted()).isTrue();
        Instant before = Instant.now();
        assertThat(site.send(exam)).allSatisfy(outcome -> {
            assertThat(outcome).isInstanceOf(SendOutcome.Refused.class);
            assertThat(((SendOutcome.Refused) outcome).status().code()).isEqualTo(0xA700);
        });
        assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(30));
        assertThat(site.get("/health/ready")).contains("database");

        site.database.start();
        Site.await(() -> site.worker.health().isUp(DatabaseProbe.COMPONENT));
        assertThat(site.send(exam)).allMatch(SendOutcome::isAccepted);
        site.awaitState(exam.studyInstanceUid(), StudyState.SCORED);

        site.pacs.up();
        site.awaitState(exam.studyInstanceUid(), StudyState.DELIVERED);

        site.kafka.start();
        Site.await(() -> site.ledger.view().status(Instant.now()).outbox().count() == 0);
    }

    @Test
    void goesOnInAnotherProcessWhereTheFirstStopped() throws Exception {
        SyntheticExam exam = SyntheticExam.of(301);
        site.startReadyWorker();
        assertThat(site.send(exam)).allMatch(SendOutcome::isAccepted);
        Instant before = Instant.now();
        site.stopWorker();
        assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(30));
        site.startReadyWorker();
        site.awaitState(exam.studyInstanceUid(), StudyState.DELIVERED);
        assertThat(site.pacs.received(exam.studyInstanceUid()))
                .hasSize(6)
                .allMatch(object -> object.arrivals() == 2 && object.identical());
    }

    @Test
    void triesAgainWhatAnArchiveCouldNotTakeNow() throws Exception {
        SyntheticExam exam = SyntheticExam.of(302);
        site.pacs.inject(new PacsFault.Refuse(StoreStatus.outOfResources("busy"), 1));
        site.startReadyWorker();
        site.send(exam);
        site.awaitState(exam.studyInstanceUid(), StudyState.DELIVERED);
    }

    @Test
    void sendsTheSameObjectsAgainWhenTheAnswerWasLost() throws Exception {
        SyntheticExam exam = SyntheticExam.of(303);
        site.startReadyWorker();
        site.pacs.inject(new PacsFault.LoseResponse(1));
        site.send(exam);
        site.awaitState(exam.studyInstanceUid(), StudyState.DELIVERED);
        assertThat(site.pacs.received(exam.studyInstanceUid())).hasSize(6).allMatch(object -> object.identical());
    }

    @Test
    void makesADeadLetterOfWhatIsRefusedForGoodAndSendsItOnceRequeued() throws Exception {
        SyntheticExam exam = SyntheticExam.of(304);
        site.pacs.inject(new PacsFault.Refuse(StoreStatus.cannotUnderstand("no"), 1));
        site.startReadyWorker();
        site.send(exam);
        site.awaitState(exam.studyInstanceUid(), StudyState.FAILED);
        var letters = site.ledger.view().deadLetters(10).stream()
                .filter(letter -> letter.studyInstanceUid().equals(exam.studyInstanceUid())
                        && letter.id().value().startsWith("delivery:"))
                .toList();
        assertThat(letters).isNotEmpty().extracting(letter -> letter.code()).containsOnly(FailureCode.DELIVERY_REFUSED);
        letters.forEach(letter -> site.ledger.upkeep().requeue(letter.id(), "test", Instant.now()));
        site.awaitState(exam.studyInstanceUid(), StudyState.DELIVERED);
    }

    @Test
    void fetchesAnAnnouncedStudyOnceItsSourceAnswers() throws Exception {
        SyntheticExam exam = SyntheticExam.of(305);
        site.pacs.load(exam.images());
        site.pacs.down();
        site.startReadyWorker();
        site.announce(exam.studyInstanceUid(), "pacs");
        Site.await(() -> site.story(exam.studyInstanceUid()).isPresent());
        site.pacs.up();
        site.awaitState(exam.studyInstanceUid(), StudyState.DELIVERED);
    }

    @Test
    void refusesWhileTheDatabaseIsAwayAndTakesTheSameStudyLater() throws Exception {
        SyntheticExam exam = SyntheticExam.of(306);
        site.startReadyWorker();
        site.database.stop();
        assertThat(site.send(exam)).noneMatch(SendOutcome::isAccepted);
        site.database.start();
        Site.await(() -> site.worker.health().isUp(DatabaseProbe.COMPONENT));
        List<SendOutcome> outcomes = site.send(exam);
        assertThat(outcomes).allMatch(SendOutcome::isAccepted);
        site.awaitState(exam.studyInstanceUid(), StudyState.DELIVERED);
    }
}
