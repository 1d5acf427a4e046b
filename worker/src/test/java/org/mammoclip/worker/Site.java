package org.mammoclip.worker;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.mammoclip.dicom.Uid;
import org.mammoclip.dicom.dimse.AeTitle;
import org.mammoclip.dicom.dimse.InstanceSender;
import org.mammoclip.dicom.dimse.RemoteAe;
import org.mammoclip.dicom.dimse.SendOutcome;
import org.mammoclip.dicom.node.EmbeddedDimseProvider;
import org.mammoclip.dicom.testkit.InMemoryPacs;
import org.mammoclip.dicom.testkit.SyntheticExam;
import org.mammoclip.embedded.EmbeddedDatabase;
import org.mammoclip.schema.Migrations;
import org.mammoclip.schema.event.EventCodec;
import org.mammoclip.schema.event.StudyAvailable;
import org.mammoclip.schema.ledger.Ledger;
import org.mammoclip.schema.ledger.PostgresLedger;
import org.mammoclip.schema.ledger.StudyState;
import org.mammoclip.schema.ledger.StudyStory;
import org.mammoclip.worker.config.WorkerConfig;
import org.mammoclip.worker.connect.DatabasePool;

/** A small hospital on loopback: database, Kafka, an archive and one worker, each of which can go away and come back. */
final class Site implements AutoCloseable {
    static final String ANNOUNCEMENTS = "imaging.study.available.v1";
    static final String RESULTS = "mammoclip.triage.v1";
    static final Duration PATIENCE = Duration.ofSeconds(90);

    final Path folder;
    private final String moreConfiguration;
    final EmbeddedDatabase database;
    final TestKafka kafka;
    final InMemoryPacs pacs;
    private final HikariDataSource pool;
    final Ledger ledger;

    @Nullable
    Worker worker;

    private Site(Path folder, String moreConfiguration) throws IOException {
        this.folder = folder;
        this.moreConfiguration = moreConfiguration;
        this.database = EmbeddedDatabase.start(folder.resolve("postgres"), false);
        this.kafka = TestKafka.start(folder.resolve("kafka"), ANNOUNCEMENTS, RESULTS);
        this.pacs = InMemoryPacs.start();
        Migrations.migrate(database.jdbcUrl(), database.user(), database.password(), Duration.ofSeconds(60));
        this.pool = DatabasePool.open(config().database(), Duration.ofSeconds(5));
        this.ledger = PostgresLedger.over(pool);
    }

    static Site open(Path folder) throws IOException {
        return open(folder, "");
    }

    /** @param moreConfiguration sections that stand after those of {@link #config} */
    static Site open(Path folder, String moreConfiguration) throws IOException {
        return new Site(folder, moreConfiguration);
    }

    /** Short deadlines; everything else as an operator would write it. */
    WorkerConfig config() throws IOException {
        Path password = folder.resolve("password");
        Files.writeString(password, database.password().isEmpty() ? "none" : database.password());
        Path file = folder.resolve("worker.yaml");
        Files.writeString(
                file,
                """
                dataDir: %s
                http: { port: 0 }
                database: { url: "%s", username: "%s", passwordFile: "%s" }
                kafka: { bootstrapServers: "%s" }
                dimse: { host: 127.0.0.1, port: 0 }
                spool: { reserve: 1MiB, ledgerTimeout: 2s }
                study: { quietPeriod: 3s, completeGrace: 200ms }
                sources:
                  - { name: pacs, type: dicomweb, wadoRs: "%s" }
                destinations:
                  - { name: archive, type: dimse, aeTitle: %s, host: 127.0.0.1, port: %d }
                  - { name: web, type: dicomweb, stowRs: "%s" }
                """.formatted(
                                        folder.resolve("data"),
                                        database.jdbcUrl(),
                                        database.user(),
                                        password,
                                        kafka.bootstrapServers(),
                                        pacs.dicomWeb(),
                                        pacs.aeTitle(),
                                        pacs.dimsePort(),
                                        pacs.dicomWeb())
                        + moreConfiguration);
        try {
            return WorkerConfig.load(file, Map.of());
        } catch (org.mammoclip.worker.config.ConfigException e) {
            throw new IOException(e.problems().toString(), e);
        }
    }

    Worker startWorker() throws IOException, InterruptedException {
        worker = Worker.start(config(), "0.1.0-test", Clock.systemUTC());
        return worker;
    }

    /** Waits until the worker lets senders in. */
    Worker startReadyWorker() throws IOException, InterruptedException {
        Worker started = startWorker();
        await(() -> started.health().isUp(DatabaseProbe.COMPONENT));
        return started;
    }

    void stopWorker() {
        if (worker != null) {
            worker.close();
            worker = null;
        }
    }

    InstanceSender modality() {
        return new EmbeddedDimseProvider()
                .sender(
                        RemoteAe.of(new AeTitle("MAMMOCLIP"), "127.0.0.1", worker.dimsePort()),
                        new AeTitle("MODALITY"));
    }

    List<SendOutcome> send(SyntheticExam exam) throws IOException {
        Path files = Files.createTempDirectory(folder, "sent");
        return modality().store(exam.writeTo(files));
    }

    void announce(byte[] message) {
        Properties properties = new Properties();
        properties.put("bootstrap.servers", kafka.bootstrapServers());
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(ANNOUNCEMENTS, message));
            producer.flush();
        }
    }

    UUID announce(Uid study, String source) {
        UUID event = UUID.randomUUID();
        announce(EventCodec.encode(
                new StudyAvailable(event, study, source, StudyAvailable.Priority.ROUTINE, "", Instant.now())));
        return event;
    }

    /** Everything on the result topic so far. */
    List<byte[]> results() {
        Properties properties = new Properties();
        properties.put("bootstrap.servers", kafka.bootstrapServers());
        properties.put("group.id", "test-" + UUID.randomUUID());
        properties.put("auto.offset.reset", "earliest");
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<org.apache.kafka.common.TopicPartition> partitions = consumer.partitionsFor(RESULTS).stream()
                    .map(info -> new org.apache.kafka.common.TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            List<byte[]> values = new java.util.ArrayList<>();
            Map<org.apache.kafka.common.TopicPartition, Long> end = consumer.endOffsets(partitions);
            long wanted = end.values().stream().mapToLong(Long::longValue).sum();
            while (values.size() < wanted) {
                consumer.poll(Duration.ofSeconds(1)).forEach(message -> values.add(message.value()));
            }
            return values;
        }
    }

    Optional<StudyStory> story(Uid study) {
        return ledger.view().story(study);
    }

    StudyStory.Revision latest(Uid study) {
        List<StudyStory.Revision> revisions = story(study).orElseThrow().revisions();
        return revisions.get(revisions.size() - 1);
    }

    Optional<StudyState> state(Uid study) {
        return story(study)
                .filter(story -> !story.revisions().isEmpty())
                .map(story ->
                        story.revisions().get(story.revisions().size() - 1).state());
    }

    void awaitState(Uid study, StudyState state) {
        await(() -> {
            Optional<StudyState> now = state(study);
            if (now.filter(StudyState.FAILED::equals).isPresent() && state != StudyState.FAILED) {
                throw new AssertionError("the study failed: " + latest(study).failure());
            }
            return now.filter(state::equals).isPresent();
        });
    }

    static void await(java.util.concurrent.Callable<Boolean> condition) {
        Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(100)).until(condition);
    }

    String get(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + worker.httpPort() + path))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
    }

    @Override
    public void close() throws Exception {
        stopWorker();
        pool.close();
        pacs.close();
        kafka.close();
        database.close();
    }
}
