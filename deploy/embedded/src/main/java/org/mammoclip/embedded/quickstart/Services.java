package org.mammoclip.embedded.quickstart;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.mammoclip.dicom.testkit.InMemoryPacs;
import org.mammoclip.embedded.EmbeddedDatabase;
import org.mammoclip.embedded.EmbeddedKafka;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everything that a quickstart runs. Closes in reverse order of starting. */
final class Services implements AutoCloseable {
    static final String STUDY_AVAILABLE = "imaging.study.available.v1";
    static final String TRIAGE = "mammoclip.triage.v1";

    private static final String RUNTIME_USER = "mammoclip";
    private static final Logger log = LoggerFactory.getLogger(Services.class);

    private final EmbeddedDatabase database;
    private final EmbeddedKafka kafka;
    private final InMemoryPacs pacs;
    private final WorkerChild worker;
    private final Deque<AutoCloseable> open;

    private Services(
            EmbeddedDatabase database,
            EmbeddedKafka kafka,
            InMemoryPacs pacs,
            WorkerChild worker,
            Deque<AutoCloseable> open) {
        this.database = database;
        this.kafka = kafka;
        this.pacs = pacs;
        this.worker = worker;
        this.open = open;
    }

    static Services start(Path directory, Progress progress) throws IOException, InterruptedException {
        Deque<AutoCloseable> open = new ArrayDeque<>();
        boolean started = false;
        try {
            EmbeddedDatabase database = EmbeddedDatabase.start(directory.resolve("postgres"), true);
            open.push(database);
            database.createLogin(RUNTIME_USER);
            progress.say("PostgreSQL on port " + database.port() + ", durable");
            EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"));
            open.push(kafka);
            kafka.createTopics(List.of(STUDY_AVAILABLE, TRIAGE));
            progress.say("Kafka at " + kafka.bootstrapServers());
            InMemoryPacs pacs =
                    InMemoryPacs.builder().directory(directory.resolve("pacs")).start();
            open.push(pacs);
            progress.say("PACS " + pacs.aeTitle() + " on port " + pacs.dimsePort() + " and " + pacs.dicomWeb());
            WorkerChild worker = WorkerChild.configure(directory, config(database, kafka, pacs));
            open.push(worker);
            worker.run("migrate", "--username", database.user());
            progress.say("database schema is there");
            worker.serve();
            progress.say("worker is ready, DIMSE on port " + worker.dimsePort() + ", http://127.0.0.1:"
                    + worker.httpPort() + "/");
            started = true;
            return new Services(database, kafka, pacs, worker, open);
        } catch (SQLException e) {
            throw new IOException("the embedded database refuses: " + e.getMessage(), e);
        } finally {
            if (!started) {
                closeAll(open);
            }
        }
    }

    private static String config(EmbeddedDatabase database, EmbeddedKafka kafka, InMemoryPacs pacs) {
        return """
                database: { url: "%s", username: %s, passwordFile: null }
                kafka: { bootstrapServers: "%s", groupId: quickstart, studyAvailableTopic: %s, triageTopic: %s }
                study: { quietPeriod: 10s, completeGrace: 1s }
                sources:
                  - { name: pacs, type: dicomweb, wadoRs: "%s", qidoRs: null, auth: null }
                destinations:
                  - { name: pacs, type: dimse, aeTitle: %s, host: 127.0.0.1, port: %d }
                """.formatted(
                        database.jdbcUrl(),
                        RUNTIME_USER,
                        kafka.bootstrapServers(),
                        STUDY_AVAILABLE,
                        TRIAGE,
                        pacs.dicomWeb(),
                        pacs.aeTitle(),
                        pacs.dimsePort());
    }

    EmbeddedDatabase database() {
        return database;
    }

    EmbeddedKafka kafka() {
        return kafka;
    }

    InMemoryPacs pacs() {
        return pacs;
    }

    WorkerChild worker() {
        return worker;
    }

    @Override
    public void close() {
        closeAll(open);
    }

    private static void closeAll(Deque<AutoCloseable> open) {
        synchronized (open) {
            while (!open.isEmpty()) {
                try {
                    open.pop().close();
                } catch (Exception e) {
                    log.warn("not closed in order", e);
                }
            }
        }
    }
}
