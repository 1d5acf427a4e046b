package org.mammoclip.conformance.peers;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.mammoclip.dicom.dimse.AeTitle;
import org.mammoclip.dicom.dimse.InstanceSender;
import org.mammoclip.dicom.dimse.RemoteAe;
import org.mammoclip.dicom.testkit.InMemoryPacs;
import org.mammoclip.dicom.testkit.ScriptedPeer;
import org.mammoclip.embedded.EmbeddedDatabase;
import org.mammoclip.embedded.EmbeddedKafka;

/**
 * A hospital on loopback: the worker with its database, and with the peers a test asks for. Exams are decided after short
 * times. Peers that are added before {@link #start} become destinations and sources of the worker's configuration.
 */
public final class Site implements AutoCloseable {
    /** How long a study may take from its last image to DELIVERED on a busy machine. */
    public static final Duration PATIENCE = Duration.ofSeconds(120);

    private static final Set<String> FINAL = Set.of("DELIVERED", "INELIGIBLE", "FAILED");

    private final Path directory;
    private final EmbeddedDatabase database;
    private final Map<String, String> environment = new HashMap<>();
    private final List<String> destinations = new ArrayList<>();
    private final List<String> sources = new ArrayList<>();
    private final Deque<AutoCloseable> peers = new ArrayDeque<>();
    private String study = "study: { quietPeriod: 4s, completeGrace: 1s }";
    private String more = "";
    private String callers = "";
    private Optional<WorkerProcess> worker = Optional.empty();

    private Site(Path directory, EmbeddedDatabase database) {
        this.directory = directory;
        this.database = database;
    }

    /** A site whose database runs and nothing else. */
    public static Site at(Path directory) throws IOException {
        return new Site(directory, EmbeddedDatabase.start(directory.resolve("postgres"), false));
    }

    /** Adds Orthanc as a destination reached by DIMSE. */
    public Orthanc orthancOverDimse() throws IOException, InterruptedException {
        Orthanc orthanc = closing(Orthanc.start(directory.resolve("orthanc-dimse")));
        destination("orthanc", Orthanc.AE_TITLE, orthanc.dicomPort());
        return orthanc;
    }

    /** Adds Orthanc as a destination reached by STOW-RS, and as a source reached by WADO-RS. */
    public Orthanc orthancOverWeb() throws IOException, InterruptedException {
        Orthanc orthanc = closing(Orthanc.start(directory.resolve("orthanc-web")));
        String auth = "auth: { username: %s, passwordFile: \"%s\" }"
                .formatted(orthanc.user(), orthanc.passwordFile().toAbsolutePath());
        destinations.add(
                "{ name: orthanc-web, type: dicomweb, stowRs: \"%s\", %s }".formatted(orthanc.dicomWeb(), auth));
        sources.add("{ name: orthanc-web, type: dicomweb, wadoRs: \"%s\", %s }".formatted(orthanc.dicomWeb(), auth));
        return orthanc;
    }

    /** Adds DCMTK's storescp as a destination. */
    public Dcmtk.Storescp storescp() throws IOException, InterruptedException {
        Dcmtk.Storescp storescp = closing(Dcmtk.Storescp.start(directory.resolve("storescp")));
        destination("storescp", storescp.aeTitle(), storescp.port());
        return storescp;
    }

    /** Adds a PACS that can misbehave, as a destination reached by DIMSE and a source reached by WADO-RS. */
    public InMemoryPacs pacs() throws IOException {
        InMemoryPacs pacs = closing(InMemoryPacs.start());
        destination("pacs", pacs.aeTitle().value(), pacs.dimsePort());
        sources.add("{ name: pacs, type: dicomweb, wadoRs: \"%s\" }".formatted(pacs.dicomWeb()));
        return pacs;
    }

    /** Adds Kafka with the two topics. */
    public EmbeddedKafka kafka() throws IOException {
        EmbeddedKafka kafka = closing(EmbeddedKafka.start(directory.resolve("kafka")));
        kafka.createTopics(List.of("imaging.study.available.v1", "mammoclip.triage.v1"));
        yaml("kafka: { bootstrapServers: \"%s\", groupId: conformance }".formatted(kafka.bootstrapServers()));
        return kafka;
    }

    private void destination(String name, String aeTitle, int port) {
        destinations.add(
                "{ name: %s, type: dimse, aeTitle: %s, host: 127.0.0.1, port: %d }".formatted(name, aeTitle, port));
    }

    /** More of the configuration, whole sections. */
    public Site yaml(String sections) {
        more = more + sections + "\n";
        return this;
    }

    /** Another {@code study} section. */
    public Site study(String section) {
        study = section;
        return this;
    }

    /** Only these may send, as YAML list items. */
    public Site acceptedCallers(String items) {
        callers = ", acceptedCallers: [" + items + "]";
        return this;
    }

    /** Options of the worker's Java machine. */
    public Site javaOptions(String options) {
        environment.put("MAMMOCLIP_JAVA_OPTS", options);
        return this;
    }

    /** Writes the configuration; nothing of the worker runs yet. */
    public WorkerProcess configure() throws IOException {
        WorkerProcess configured = WorkerProcess.configure(
                directory.resolve("worker"),
                """
                database: { url: "%s", username: %s }
                %s
                destinations: [%s]
                %s
                %s
                """.formatted(
                                database.jdbcUrl(),
                                database.user(),
                                study,
                                String.join(",\n  ", destinations),
                                sources.isEmpty() || !more.contains("kafka:")
                                        ? ""
                                        : "sources: [" + String.join(",\n  ", sources) + "]",
                                more),
                callers,
                environment);
        worker = Optional.of(configured);
        return configured;
    }

    /** Configures, migrates the database, starts the worker and waits until it is ready. */
    public WorkerProcess start() throws IOException, InterruptedException {
        WorkerProcess started = configure();
        started.migrate();
        started.start();
        started.awaitReady();
        return started;
    }

    public EmbeddedDatabase database() {
        return database;
    }

    public WorkerProcess worker() {
        return worker.orElseThrow();
    }

    /** A modality that sends to the worker. */
    public InstanceSender modality() {
        return Objects.sender(RemoteAe.of(new AeTitle("MAMMOCLIP"), "127.0.0.1", worker().dimsePort()), "MODALITY");
    }

    /** A raw connection to the worker's DIMSE port. */
    public ScriptedPeer connect() throws IOException {
        return ScriptedPeer.connect(worker().dimsePort());
    }

    /** Waits until the latest revision of the study is in the state; another final state fails at once. */
    public void awaitState(String studyInstanceUid, String state) throws IOException, InterruptedException {
        AtomicReference<String> last = new AtomicReference<>("unknown to the worker");
        worker().await(state, PATIENCE, () -> {
            worker().state(studyInstanceUid).ifPresent(last::set);
            return last.get().equals(state) || FINAL.contains(last.get());
        });
        if (!last.get().equals(state)) {
            throw new AssertionError("the study is " + last.get() + ": "
                    + worker().json("/api/v1/studies/" + studyInstanceUid + "/explain")
                            .map(document -> document.path("text").toString())
                            .orElse(""));
        }
    }

    private <T extends AutoCloseable> T closing(T peer) {
        peers.push(peer);
        return peer;
    }

    @Override
    public void close() throws Exception {
        worker.ifPresent(WorkerProcess::close);
        for (AutoCloseable peer : peers) {
            peer.close();
        }
        database.close();
    }
}
