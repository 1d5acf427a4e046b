package org.mammoclip.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
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
import org.mammoclip.embedded.EmbeddedKafka;

/**
 * The worker is killed (SIGKILL) at random moments while modalities send exams and others are announced on Kafka: at
 * start-up, while it receives, fetches, assembles, scores, delivers, publishes. The history of acknowledgements is the
 * oracle (design invariants 1 to 4).
 *
 * <p>{@code -Dkill.seed=N} chooses other moments, {@code -Dkill.count=N} another number of them.
 */
@Timeout(1200)
class KillNineIT {
    private static final int KILLS = Integer.getInteger("kill.count", 20);
    private static final long SEED = Long.getLong("kill.seed", 9);
    private static final int EXAMS_PER_KILL = 2;
    private static final int MODALITIES = 2;
    private static final String AVAILABLE = "imaging.study.available.v1";
    private static final String TRIAGE = "mammoclip.triage.v1";
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
                EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"));
                InMemoryPacs pacs = InMemoryPacs.start();
                WorkerProcess worker = WorkerProcess.configure(
                        directory.resolve("worker"),
                        """
                        database: { url: "%s", username: %s }
                        kafka:
                          bootstrapServers: "%s"
                          properties: { session.timeout.ms: "6000", heartbeat.interval.ms: "1000" }
                        study: { quietPeriod: 10m, completeGrace: 500ms }
                        sources: [{ name: pacs, type: dicomweb, wadoRs: "%s" }]
                        destinations: [{ name: pacs, type: dimse, aeTitle: %s, host: 127.0.0.1, port: %d }]
                        """.formatted(
                                        database.jdbcUrl(),
                                        database.user(),
                                        kafka.bootstrapServers(),
                                        pacs.dicomWeb(),
                                        pacs.aeTitle(),
                                        pacs.dimsePort()),
                        Map.of())) {
            kafka.createTopics(List.of(AVAILABLE, TRIAGE));
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
                    for (int i = 0; i < EXAMS_PER_KILL; i++, next++) {
                        if (isAnnounced(next)) {
                            announce(kafka, pacs, exams.get(next));
                        } else {
                            release(exams.get(next));
                        }
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
                long sent = IntStream.range(0, exams.size())
                        .filter(exam -> !isAnnounced(exam))
                        .count();
                assertThat(all).as("acknowledged instances").hasSize((int) sent * 4);
                check(worker, pacs, exams);
                checkEvents(kafka, exams);
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

    private static boolean isAnnounced(int exam) {
        return exam % 4 == 3;
    }

    /** Says twice that the PACS has the exam: a repetition has no effect. */
    private static void announce(EmbeddedKafka kafka, InMemoryPacs pacs, SyntheticExam exam) throws Exception {
        pacs.load(exam.images());
        String study = exam.studyInstanceUid().value();
        String event = """
                {"eventId": "%s", "studyInstanceUID": "%s", "source": "pacs", "occurredAt": "2026-11-22T09:00:00Z"}
                """.formatted(UUID.nameUUIDFromBytes(study.getBytes(StandardCharsets.US_ASCII)), study);
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "acks", "all"),
                new StringSerializer(),
                new StringSerializer())) {
            for (int i = 0; i < 2; i++) {
                producer.send(new ProducerRecord<>(AVAILABLE, study, event)).get(30, TimeUnit.SECONDS);
            }
        }
    }

    private void release(SyntheticExam exam) throws IOException {
        released.add(new Outgoing(exam, exam.writeTo(directory.resolve(exam.accessionNumber()))));
    }

    /** One time in four within two seconds of the launch, otherwise within eight seconds of its being ready. */
    private static void killSometime(WorkerProcess worker, Random random, int kill) throws Exception {
        boolean early = random.nextInt(4) == 0;
        long delay = random.nextLong(early ? 2_000 : 8_000);
        worker.launch();
        if (!early) {
            worker.awaitReady();
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
                early ? "the launch" : "it was ready");
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
            List<StoredInstance> received = pacs.received(exam.studyInstanceUid()).stream()
                    .filter(instance -> instance.arrivals() > 0)
                    .toList();
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

    /** Every study was announced as SCORED and as DELIVERED, each by one event, however often that was published. */
    private static void checkEvents(EmbeddedKafka kafka, List<SyntheticExam> exams) throws IOException {
        Map<String, Set<String>> idsByChange = new HashMap<>();
        int messages = 0;
        long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        kafka.bootstrapServers(),
                        "group.id",
                        "test",
                        "auto.offset.reset",
                        "earliest"),
                new StringDeserializer(),
                new StringDeserializer())) {
            consumer.subscribe(List.of(TRIAGE));
            while (idsByChange.size() < exams.size() * 2 && System.nanoTime() < deadline) {
                for (ConsumerRecord<String, String> message : consumer.poll(Duration.ofMillis(500))) {
                    JsonNode event = new ObjectMapper().readTree(message.value());
                    assertThat(message.key())
                            .isEqualTo(event.path("studyInstanceUID").asText());
                    idsByChange
                            .computeIfAbsent(
                                    message.key() + " " + event.path("state").asText(), change -> new HashSet<>())
                            .add(event.path("eventId").asText());
                    messages++;
                }
            }
        }
        Set<String> expected = new HashSet<>();
        for (SyntheticExam exam : exams) {
            expected.add(exam.studyInstanceUid() + " SCORED");
            expected.add(exam.studyInstanceUid() + " DELIVERED");
        }
        assertThat(idsByChange.keySet()).isEqualTo(expected);
        assertThat(idsByChange.values()).as("one event each").allMatch(ids -> ids.size() == 1);
        System.out.printf(
                Locale.ROOT, "[kill -9] %d events, published %d times in all%n", idsByChange.size(), messages);
    }
}
