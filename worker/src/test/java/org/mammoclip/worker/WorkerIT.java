package org.mammoclip.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mammoclip.dicom.Uid;
import org.mammoclip.dicom.file.SopClass;
import org.mammoclip.dicom.testkit.StoredInstance;
import org.mammoclip.dicom.testkit.SyntheticExam;
import org.mammoclip.schema.event.EventCodec;
import org.mammoclip.schema.ledger.DeadLetterId;
import org.mammoclip.schema.ledger.FailureCode;
import org.mammoclip.schema.ledger.StudyState;
import org.mammoclip.schema.ledger.StudyStory;

/** The whole walk on real PostgreSQL and Kafka, with the demonstration model and an archive on loopback. */
@Timeout(600)
class WorkerIT {
    @TempDir
    static Path folder;

    static Site site;

    @BeforeAll
    static void start() throws Exception {
        site = Site.open(folder);
        site.startReadyWorker();
    }

    @AfterAll
    static void stop() throws Exception {
        site.close();
    }

    @Test
    void deliversTheResultOfAnExamThatWasSent() throws Exception {
        SyntheticExam exam = SyntheticExam.of(100);
        assertThat(site.send(exam)).allMatch(outcome -> outcome.isAccepted());
        site.awaitState(exam.studyInstanceUid(), StudyState.DELIVERED);
        requireWholeResult(exam.studyInstanceUid());
    }

    @Test
    void deliversTheResultOfAnExamThatWasAnnounced() throws Exception {
        SyntheticExam exam = SyntheticExam.of(101);
        site.pacs.load(exam.images());
        site.announce(exam.studyInstanceUid(), "pacs");
        site.awaitState(exam.studyInstanceUid(), StudyState.DELIVERED);
        requireWholeResult(exam.studyInstanceUid());
        assertThat(site.story(exam.studyInstanceUid()).orElseThrow().announcements())
                .hasSize(1);
    }

    @Test
    void quarantinesABadAnnouncementAndServesTheNext() throws Exception {
        SyntheticExam exam = SyntheticExam.of(102);
        site.pacs.load(exam.images());
        long before = site.ledger.view().status(java.time.Instant.now()).quarantined();
        site.announce("this is not JSON".getBytes(StandardCharsets.UTF_8));
        site.announce("{}".getBytes(StandardCharsets.UTF_8));
        site.announce(exam.studyInstanceUid(), "nobody");
        site.announce(exam.studyInstanceUid(), "pacs");
        site.awaitState(exam.studyInstanceUid(), StudyState.DELIVERED);
        assertThat(site.ledger.view().status(java.time.Instant.now()).quarantined())
                .isEqualTo(before + 3);
        assertThat(site.get("/metrics")).contains("mammoclip_announcements_total{outcome=\"SOURCE_UNKNOWN\"");
    }

    @Test
    void saysWhyAReplayAfterTheRetentionStopsAndGoesOnWhenTheStudyComesAgain() throws Exception {
        SyntheticExam exam = SyntheticExam.of(103);
        Uid study = exam.studyInstanceUid();
        site.send(exam);
        site.awaitState(study, StudyState.DELIVERED);
        Instant afterwards = Instant.now().plusSeconds(5);
        assertThat(site.ledger.upkeep().releaseExpired(afterwards, afterwards, 1_000))
                .isNotEmpty();

        site.ledger.upkeep().replay(study, null, "test", Instant.now());
        site.awaitState(study, StudyState.FAILED);
        assertThat(site.latest(study).failure().code()).isEqualTo(FailureCode.PIXELS_RELEASED);

        assertThat(site.send(exam)).allMatch(outcome -> outcome.isAccepted());
        DeadLetterId letter = new DeadLetterId("study:" + study.value() + "/2");
        assertThat(site.ledger.upkeep().requeue(letter, "test", Instant.now())).isTrue();
        site.awaitState(study, StudyState.DELIVERED);
    }

    /** Two destinations that are the same archive: each object arrives twice, identical. */
    private void requireWholeResult(Uid study) {
        StudyStory.Revision revision = site.latest(study);
        assertThat(revision.outputs()).hasSize(6);
        assertThat(revision.model()).isNotNull();
        Map<Uid, List<StoredInstance>> byClass = site.pacs.received(study).stream()
                .filter(object -> object.arrivals() > 0)
                .collect(Collectors.groupingBy(StoredInstance::sopClassUid));
        assertThat(byClass.get(SopClass.SECONDARY_CAPTURE_IMAGE)).hasSize(4);
        assertThat(byClass.get(SopClass.MAMMOGRAPHY_CAD_SR)).hasSize(1);
        assertThat(byClass.get(SopClass.COMPREHENSIVE_3D_SR)).hasSize(1);
        assertThat(byClass).hasSize(3);
        assertThat(byClass.values().stream().flatMap(List::stream))
                .allMatch(object -> object.arrivals() == 2 && object.identical());
        Site.await(() -> site.results().stream()
                .map(WorkerIT::decode)
                .anyMatch(event -> event.studyInstanceUid().equals(study)
                        && event.state().equals("DELIVERED")
                        && event.outputs().size() == 6));
    }

    private static org.mammoclip.schema.event.TriageCompleted decode(byte[] message) {
        try {
            return EventCodec.decodeTriageCompleted(message);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
