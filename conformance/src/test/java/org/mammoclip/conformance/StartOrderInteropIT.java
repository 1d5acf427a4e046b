package org.mammoclip.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mammoclip.conformance.peers.Announcements;
import org.mammoclip.conformance.peers.Site;
import org.mammoclip.conformance.peers.WorkerProcess;
import org.mammoclip.dicom.dimse.SendOutcome;
import org.mammoclip.dicom.testkit.InMemoryPacs;
import org.mammoclip.dicom.testkit.SyntheticExam;
import org.mammoclip.embedded.EmbeddedKafka;

/**
 * Database, Kafka and PACS are there or not when the worker starts, and go and come while it runs: it says what it lacks,
 * refuses what it cannot keep, and goes on by itself once the missing part is back.
 */
class StartOrderInteropIT {
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    static Path siteDirectory;

    @TempDir
    Path directory;

    private static Site site;
    private static InMemoryPacs pacs;
    private static EmbeddedKafka kafka;
    private static WorkerProcess worker;
    private static long seed = 900;

    @BeforeAll
    static void prepareSite() throws Exception {
        site = Site.at(siteDirectory);
        pacs = site.pacs();
        kafka = site.kafka();
        worker = site.configure();
        worker.migrate();
    }

    @AfterAll
    static void closeSite() throws Exception {
        if (site != null) {
            site.close();
        }
    }

    @AfterEach
    void stopWorkerAndBringBackEverything() throws Exception {
        if (worker.isAlive()) {
            assertThat(worker.terminate(SOON)).as("exit code after SIGTERM").isIn(0, 143);
        }
        site.database().start();
        kafka.start();
        pacs.up();
    }

    @Test
    void startsWithoutDatabase() throws Exception {
        site.database().stop();
        worker.start();
        assertThat(worker.status("/health/ready")).isEqualTo(503);
        worker.await(
                "known to lack its database",
                SOON,
                () -> worker.json("/health/ready")
                        .orElseThrow()
                        .path("components")
                        .path("database")
                        .path("status")
                        .asText()
                        .equals("DOWN"));
        SyntheticExam exam = SyntheticExam.of(++seed);
        List<Path> files = exam.writeTo(directory);
        assertThat(site.modality().store(files)).noneMatch(SendOutcome::isAccepted);
        site.database().start();
        worker.awaitReady();
        assertThat(site.modality().store(files)).allMatch(SendOutcome::isAccepted);
        assertDeliveredOnce(exam);
    }

    @Test
    void startsWithoutKafka() throws Exception {
        kafka.stop();
        worker.start();
        worker.awaitReady();
        SyntheticExam sent = SyntheticExam.of(++seed);
        assertThat(site.modality().store(sent.writeTo(directory))).allMatch(SendOutcome::isAccepted);
        assertDeliveredOnce(sent);
        kafka.start();
        Announcements.awaitTriage(kafka, sent.studyInstanceUid(), "DELIVERED");
        SyntheticExam announced = SyntheticExam.of(++seed);
        pacs.load(announced.images());
        Announcements.announce(kafka, announced.studyInstanceUid(), "pacs");
        site.awaitState(announced.studyInstanceUid().value(), "DELIVERED");
    }

    @Test
    void startsWithoutPacs() throws Exception {
        pacs.down();
        worker.start();
        worker.awaitReady();
        SyntheticExam exam = SyntheticExam.of(++seed);
        assertThat(site.modality().store(exam.writeTo(directory))).allMatch(SendOutcome::isAccepted);
        site.awaitState(exam.studyInstanceUid().value(), "SCORED");
        pacs.up();
        assertDeliveredOnce(exam);
    }

    @Test
    void startsWithNothingAtAll() throws Exception {
        site.database().stop();
        kafka.stop();
        pacs.down();
        worker.start();
        assertThat(worker.status("/health/ready")).isEqualTo(503);
        pacs.up();
        kafka.start();
        site.database().start();
        worker.awaitReady();
        SyntheticExam exam = SyntheticExam.of(++seed);
        assertThat(site.modality().store(exam.writeTo(directory))).allMatch(SendOutcome::isAccepted);
        assertDeliveredOnce(exam);
        Announcements.awaitTriage(kafka, exam.studyInstanceUid(), "DELIVERED");
    }

    @Test
    void refusesWhileTheDatabaseIsAwayAndLosesNothing() throws Exception {
        worker.start();
        worker.awaitReady();
        SyntheticExam before = SyntheticExam.of(++seed);
        assertThat(site.modality().store(before.writeTo(directory.resolve("before"))))
                .allMatch(SendOutcome::isAccepted);
        site.database().stop();
        SyntheticExam during = SyntheticExam.of(++seed);
        List<Path> files = during.writeTo(directory.resolve("during"));
        assertThat(site.modality().store(files))
                .allSatisfy(outcome -> assertThat(outcome)
                        .isInstanceOfSatisfying(SendOutcome.Refused.class, refused -> {
                            assertThat(refused.status().code()).isEqualTo(0xA700);
                            assertThat(refused.permanent()).isFalse();
                        }));
        site.database().start();
        worker.awaitReady();
        assertThat(worker.metric("mammoclip_ingest_instances_total{outcome=\"refused\",reason=\"LEDGER_UNAVAILABLE\""))
                .isGreaterThanOrEqualTo(4);
        assertDeliveredOnce(before);
        assertThat(site.modality().store(files)).allMatch(SendOutcome::isAccepted);
        assertDeliveredOnce(during);
    }

    private static void assertDeliveredOnce(SyntheticExam exam) throws Exception {
        site.awaitState(exam.studyInstanceUid().value(), "DELIVERED");
        assertThat(pacs.received(exam.studyInstanceUid()).stream()
                        .filter(object -> !object.modality().equals("MG")))
                .hasSize(6)
                .allMatch(object -> object.arrivals() == 1);
    }
}
