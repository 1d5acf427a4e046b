package org.mammoclip.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mammoclip.conformance.peers.WorkerProcess;
import org.mammoclip.dicom.Uid;
import org.mammoclip.dicom.dimse.AeTitle;
import org.mammoclip.dicom.dimse.DimseProvider;
import org.mammoclip.dicom.dimse.InstanceSender;
import org.mammoclip.dicom.dimse.RemoteAe;
import org.mammoclip.dicom.dimse.SendOutcome;
import org.mammoclip.dicom.file.SopClass;
import org.mammoclip.dicom.testkit.InMemoryPacs;
import org.mammoclip.dicom.testkit.PacsFault;
import org.mammoclip.dicom.testkit.StoredInstance;
import org.mammoclip.dicom.testkit.SyntheticExam;
import org.mammoclip.dicom.testkit.SyntheticImage;
import org.mammoclip.embedded.EmbeddedDatabase;

/**
 * The worker is killed (SIGKILL) at random moments while modalities send exams: at start-up, while it receives, assembles,
 * scores, delivers. The history of acknowledgements is the oracle (design invariants 1 to 3).
 *
 * <p>{@code -Dkill.seed=N} chooses other moments, {@code -Dkill.count=N} another number of them.
 */
@Timeout(1200)
class KillNineIT {
    private static final int KILLS = Integer.getInteger("kill.count", 20);
    private static final long SEED = Long.getLong("kill.seed", 9);
    private static final int EXAMS_PER_KILL = 2;
    private static final int MODALITIES = 2;
    private static final Duration END = Duration.ofMinutes(5);

    @TempDir
    Path directory;

    /** Exams that a modality may send now; an empty list of files ends it. */
    private final BlockingQueue<Outgoing> released = new LinkedBlockingQueue<>();

    private record Outgoing(SyntheticExam exam, List<Path> files) {}

    @Test
    void losesNothingAcknowledgedAndDeliversEveryStudyOnce() throws Exception {
        Random random = new Random(SEED);
        try (EmbeddedDatabase database = EmbeddedDatabase.start(directory.resolve("postgres"), true);
                InMemoryPacs pacs = InMemoryPacs.start();
                WorkerProcess worker = WorkerProcess.configure(
                        directory.resolve("worker"),
                        """
                        database: { url: "%s", username: %s }
                        study: { quietPeriod: 10m, completeGrace: 500ms }
                        destinations: [{ name: pacs, type: dimse, aeTitle: %s, host: 127.0.0.1, port: %d }]
                        """.formatted(database.jdbcUrl(), database.user(), pacs.aeTitle(), pacs.dimsePort()),
                        Map.of())) {
            worker.migrate();
            // A slow peer keeps deliveries open longer, so that more of the kills meet one.
            pacs.inject(new PacsFault.Stall(Duration.ofMillis(300), Integer.MAX_VALUE));
            List<SyntheticExam> exams = exams();
            ExecutorService modalities = Executors.newFixedThreadPool(MODALITIES);
            try {
                List<Future<List<Uid>>> acknowledged = new ArrayList<>();
                for (int i = 0; i < MODALITIES; i++) {
                    acknowledged.add(modalities.submit(() -> send(worker.dimsePort())));
                }
                int next = 0;
                int unfinished = 0;
                for (int kill = 1; kill <= KILLS; kill++) {
                    for (int i = 0; i < EXAMS_PER_KILL; i++) {
                        release(exams.get(next++));
                    }
                    killSometime(worker, random, kill);
                    unfinished += printUnfinished(database);
                }
                assertThat(unfinished)
                        .as("studies that were unfinished at some kill")
                        .isPositive();
                pacs.clearFaults();
                worker.start();
                for (int i = 0; i < MODALITIES; i++) {
                    released.add(new Outgoing(exams.get(0), List.of()));
                }
                List<Uid> all = new ArrayList<>();
                for (Future<List<Uid>> modality : acknowledged) {
                    all.addAll(modality.get());
                }
                assertThat(all).as("acknowledged instances").hasSize(exams.size() * 4);
                check(worker, pacs, exams);
            } finally {
                modalities.shutdownNow();
            }
        }
    }

    private List<SyntheticExam> exams() {
        List<SyntheticExam> exams = new ArrayList<>();
        for (int i = 0; i < KILLS * EXAMS_PER_KILL; i++) {
            exams.add(SyntheticExam.of(9_000 + i));
        }
        return exams;
    }

    private void release(SyntheticExam exam) throws IOException {
        released.add(new Outgoing(exam, exam.writeTo(directory.resolve(exam.accessionNumber()))));
    }

    /** One time in four within the first two seconds of the process, otherwise within seven seconds of its being live. */
    private static void killSometime(WorkerProcess worker, Random random, int kill) throws Exception {
        boolean early = random.nextInt(4) == 0;
        long delay = random.nextLong(early ? 2_000 : 7_000);
        if (early) {
            worker.launch();
        } else {
            worker.start();
        }
        Thread.sleep(delay);
        worker.killHard();
        System.out.printf(
                Locale.ROOT,
                "[kill -9] %d of %d (seed %d): %d ms after %s%n",
                kill,
                KILLS,
                SEED,
                delay,
                early ? "the launch" : "it was live");
    }

    /** What the kill left, straight from the database because the worker is dead. @return studies that were not finished */
    private static int printUnfinished(EmbeddedDatabase database) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
                Statement statement = connection.createStatement();
                ResultSet states =
                        statement.executeQuery("select state, count(*), count(lease_owner) from study_revision"
                                + " group by state order by state")) {
            StringBuilder text = new StringBuilder();
            int unfinished = 0;
            while (states.next()) {
                text.append(String.format(
                        Locale.ROOT, " %s %d (%d leased)", states.getString(1), states.getInt(2), states.getInt(3)));
                unfinished += states.getString(1).equals("DELIVERED") ? 0 : states.getInt(2);
            }
            System.out.println("[kill -9]   left:" + text);
            return unfinished;
        }
    }

    /** A modality: sends what is released, and sends again what was not acknowledged, until all is. */
    private List<Uid> send(int port) throws InterruptedException {
        DimseProvider provider =
                ServiceLoader.load(DimseProvider.class).findFirst().orElseThrow();
        InstanceSender sender =
                provider.sender(RemoteAe.of(new AeTitle("MAMMOCLIP"), "127.0.0.1", port), new AeTitle("MODALITY"));
        List<Uid> acknowledged = new ArrayList<>();
        while (true) {
            Outgoing outgoing = released.take();
            if (outgoing.files().isEmpty()) {
                return acknowledged;
            }
            List<Path> open = new ArrayList<>(outgoing.files());
            while (!open.isEmpty()) {
                List<SendOutcome> outcomes = sender.store(List.copyOf(open));
                for (int i = outcomes.size() - 1; i >= 0; i--) {
                    if (outcomes.get(i).isAccepted()) {
                        int image = outgoing.files().indexOf(open.remove(i));
                        acknowledged.add(
                                outgoing.exam().syntheticImages().get(image).sopInstanceUid());
                    }
                }
                if (!open.isEmpty()) {
                    Thread.sleep(100);
                }
            }
        }
    }

    private static void check(WorkerProcess worker, InMemoryPacs pacs, List<SyntheticExam> exams) throws Exception {
        int repeated = 0;
        for (SyntheticExam exam : exams) {
            String study = exam.studyInstanceUid().value();
            worker.await(
                    "delivered: " + exam.accessionNumber(),
                    END,
                    () -> worker.state(study).filter("DELIVERED"::equals).isPresent());
            JsonNode document = worker.json("/api/v1/studies/" + study).orElseThrow();
            assertThat(document.path("instances").findValuesAsText("sopInstanceUID"))
                    .as("in the ledger: " + exam.accessionNumber())
                    .containsExactlyInAnyOrderElementsOf(exam.syntheticImages().stream()
                            .map(SyntheticImage::sopInstanceUid)
                            .map(Uid::value)
                            .toList());
            assertThat(document.path("revisions"))
                    .as("results of " + exam.accessionNumber())
                    .hasSize(1);
            List<StoredInstance> received = pacs.received(exam.studyInstanceUid());
            assertThat(received)
                    .extracting(StoredInstance::sopClassUid)
                    .as("at the peer: " + exam.accessionNumber())
                    .containsExactlyInAnyOrder(
                            SopClass.SECONDARY_CAPTURE_IMAGE,
                            SopClass.SECONDARY_CAPTURE_IMAGE,
                            SopClass.SECONDARY_CAPTURE_IMAGE,
                            SopClass.SECONDARY_CAPTURE_IMAGE,
                            SopClass.MAMMOGRAPHY_CAD_SR,
                            SopClass.COMPREHENSIVE_3D_SR);
            assertThat(received).as("a repetition is the same object").allMatch(StoredInstance::identical);
            repeated += received.stream().mapToInt(i -> i.arrivals() - 1).sum();
        }
        System.out.printf(
                Locale.ROOT,
                "[kill -9] %d kills, %d exams: every acknowledged image recorded, every study delivered once;"
                        + " %d of %d objects were sent again because the kill hid the acknowledgement%n",
                KILLS,
                exams.size(),
                repeated,
                exams.size() * 6);
    }
}
