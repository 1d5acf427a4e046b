package org.mammoclip.worker;

import static java.util.Objects.requireNonNull;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.mammoclip.dicom.Uid;
import org.mammoclip.dicom.dimse.DimseListener;
import org.mammoclip.dicom.dimse.DimseProvider;
import org.mammoclip.dicom.web.QidoClient;
import org.mammoclip.dicom.web.StowClient;
import org.mammoclip.dicom.web.WadoClient;
import org.mammoclip.mammogram.ScreeningStudy;
import org.mammoclip.mammogram.select.AssemblyTimes;
import org.mammoclip.mammogram.select.SelectionRules;
import org.mammoclip.schema.ledger.Ledger;
import org.mammoclip.schema.ledger.PostgresLedger;
import org.mammoclip.schema.ledger.SpoolId;
import org.mammoclip.schema.ledger.WorkerId;
import org.mammoclip.worker.assemble.AssemblyStage;
import org.mammoclip.worker.config.DestinationConfig;
import org.mammoclip.worker.config.KafkaConfig;
import org.mammoclip.worker.config.SourceConfig;
import org.mammoclip.worker.config.WorkerConfig;
import org.mammoclip.worker.connect.DatabasePool;
import org.mammoclip.worker.connect.KafkaClients;
import org.mammoclip.worker.connect.Models;
import org.mammoclip.worker.connect.Peers;
import org.mammoclip.worker.connect.SecretFile;
import org.mammoclip.worker.deliver.DeliveryStage;
import org.mammoclip.worker.deliver.Destination;
import org.mammoclip.worker.deliver.TriagePublisher;
import org.mammoclip.worker.ingest.IngestBounds;
import org.mammoclip.worker.ingest.InstanceIntake;
import org.mammoclip.worker.ingest.SpoolReconciliation;
import org.mammoclip.worker.ingest.SpoolingReceiver;
import org.mammoclip.worker.ingest.StudyAvailableConsumer;
import org.mammoclip.worker.ingest.StudyFetcher;
import org.mammoclip.worker.ingest.StudySource;
import org.mammoclip.worker.operate.DimseMetrics;
import org.mammoclip.worker.operate.OperationsServer;
import org.mammoclip.worker.score.Engine;
import org.mammoclip.worker.score.ExamScorer;
import org.mammoclip.worker.score.ImageScorer;
import org.mammoclip.worker.score.LeaseKeeper;
import org.mammoclip.worker.score.OutputWriter;
import org.mammoclip.worker.score.ScoreStage;
import org.mammoclip.worker.stage.Backoff;
import org.mammoclip.worker.stage.Health;
import org.mammoclip.worker.storage.DurableFiles;
import org.mammoclip.worker.storage.LocalFiles;
import org.mammoclip.worker.storage.ObjectStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The service: builds the object graph and runs its loops. Read {@link #build} for every part and what it is given; a
 * study walks ingest, assemble, score, deliver, and the ledger lies between any two.
 *
 * <p>Starts whether or not database, Kafka and peers are there: each loop tries again by itself, and senders are refused
 * with A700H while the database is away. What it cannot start without are its data folder, its ports and its model.
 */
public final class Worker implements AutoCloseable {
    private static final Duration IDLE = Duration.ofMillis(250);
    private static final Duration FIRST_LOOK = Duration.ofMillis(300);
    private static final Duration PROBE = Duration.ofSeconds(1);
    private static final Duration HOUSEKEEPING = Duration.ofMinutes(1);
    private static final Duration LISTENER_GRACE = Duration.ofSeconds(8);
    private static final Duration LOOPS_GRACE = Duration.ofSeconds(12);
    private static final Duration FIRST_RETRY = Duration.ofSeconds(5);
    private static final Duration LONGEST_RETRY = Duration.ofMinutes(15);
    private static final int SCORE_LOOPS = 2;
    private static final int FETCH_LOOPS = 2;
    private static final int WITHDRAWN = 1_000;
    private static final Logger log = LoggerFactory.getLogger(Worker.class);

    private final Parts parts;
    private final Health health;
    private final DimseListener listener;
    private final OperationsServer operations;

    private Worker(Parts parts, Health health, DimseListener listener, OperationsServer operations) {
        this.parts = parts;
        this.health = health;
        this.listener = listener;
        this.operations = operations;
    }

    /**
     * Starts everything.
     *
     * @param codeVersion of this software, part of every result's identity
     * @throws IOException if the data folder, a secret, a port or the model cannot be used; the message says which and why
     */
    public static Worker start(WorkerConfig config, String codeVersion, Clock clock)
            throws IOException, InterruptedException {
        Parts parts = new Parts();
        boolean started = false;
        try {
            Worker worker = build(config, codeVersion, clock, parts);
            started = true;
            log.atInfo()
                    .addKeyValue("dimsePort", worker.dimsePort())
                    .addKeyValue("httpPort", worker.httpPort())
                    .log("worker is ready for associations");
            return worker;
        } finally {
            if (!started) {
                parts.close();
            }
        }
    }

    private static Worker build(WorkerConfig config, String codeVersion, Clock clock, Parts parts)
            throws IOException, InterruptedException {
        RandomGenerator random = new SecureRandom();
        WorkerId id = newId(random);
        Health health = new Health(clock);
        health.expect("dimse listener", true);
        PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        Backoff backoff = new Backoff(FIRST_RETRY, LONGEST_RETRY, random);
        SelectionRules rules = SelectionRules.DEFAULT;
        DurableFiles files = new LocalFiles();
        DimseProvider dimse = Peers.provider(config.dimse());

        ObjectStore store = parts.add(
                ObjectStore.open(config.dataDir(), files, random, config.spool().reserve()));
        HikariDataSource pool =
                parts.add(DatabasePool.open(config.database(), config.spool().ledgerTimeout()));
        Ledger ledger = PostgresLedger.over(pool);
        OperationsServer operations =
                parts.add(new OperationsServer(config.http(), token(config), health, metrics, ledger, clock));
        parts.add(() -> ledger.studies().releaseAll(id));

        Engine engine = parts.add(Engine.start(
                ImageScorer.opener(config.model().checkpoint(), Models.options(config.model())),
                config.model().maxImages(),
                config.model().maxDelay(),
                metrics));
        int cores = Runtime.getRuntime().availableProcessors();
        ExamScorer scorer = parts.add(new ExamScorer(engine, config.model().findings(), codeVersion, cores, metrics));
        LeaseKeeper leases = parts.add(new LeaseKeeper(ledger, clock));
        Loops loops = new Loops(health, LOOPS_GRACE);

        DatabaseProbe database = new DatabaseProbe(ledger, store.holders(), id, health, clock);
        InstanceIntake intake = new InstanceIntake(
                store,
                files,
                ledger,
                database::isUp,
                rules,
                new IngestBounds(config.spool().maxObject(), firstLook(config)),
                clock,
                metrics);
        SpoolReconciliation reconciliation = new SpoolReconciliation(store, files, ledger, intake);
        AssemblyStage assembly = new AssemblyStage(
                ledger,
                id,
                rules,
                new AssemblyTimes(config.study().completeGrace(), config.study().quietPeriod()),
                ahead(scorer, store, loops),
                clock,
                metrics);
        List<String> names =
                config.destinations().stream().map(DestinationConfig::name).toList();
        ScoreStage score = new ScoreStage(
                ledger,
                id,
                leases,
                scorer,
                new OutputWriter(store, files),
                store,
                new ScoreStage.ReportStyle(
                        config.outputs(), config.dimse().aeTitle().value()),
                rules,
                names,
                () -> loops.wake("deliver"),
                backoff,
                clock,
                metrics);
        Housekeeping housekeeping =
                new Housekeeping(ledger, store, config.study().retention(), clock);
        List<DeliveryStage> deliveries = new ArrayList<>();
        for (Destination destination : destinations(config, dimse)) {
            deliveries.add(new DeliveryStage(destination, store, ledger, id, backoff, health, clock, metrics));
        }
        StudyFetcher fetcher = new StudyFetcher(sources(config), intake, ledger, id, backoff, clock, metrics);

        startKafka(config, ledger, id, clock, metrics, parts, loops);
        parts.add(loops);
        loops.start("database probe", PROBE, () -> database.run(reconciliation));
        loops.start("assemble", IDLE, assembly::assembleDue);
        for (int i = 1; i <= SCORE_LOOPS; i++) {
            loops.start("score " + i, IDLE, () -> database.isReconciled() && score.scoreNext());
        }
        for (int i = 1; i <= FETCH_LOOPS && !config.sources().isEmpty(); i++) {
            loops.start("fetch " + i, IDLE, () -> database.isReconciled() && fetcher.fetchNext());
        }
        for (int i = 0; i < deliveries.size(); i++) {
            loops.start("deliver to " + names.get(i), IDLE, deliveries.get(i)::deliverNext);
        }
        loops.start(
                "housekeeping",
                HOUSEKEEPING,
                () -> database.isReconciled() && (intake.settleUncertain() | housekeeping.releaseExpired()));

        DimseListener listener = dimse.listen(
                Peers.listener(config.dimse(), config.spool(), StorageContexts.accepted()),
                new SpoolingReceiver(intake));
        DimseMetrics.bind(listener, metrics);
        health.up("dimse listener");
        parts.add(() -> listener.stop(LISTENER_GRACE));
        parts.add(intake::close);
        return new Worker(parts, health, listener, operations);
    }

    /** Announcements in and results out; without a broker the results that wait for one are taken off their queue. */
    private static void startKafka(
            WorkerConfig config,
            Ledger ledger,
            WorkerId id,
            Clock clock,
            MeterRegistry metrics,
            Parts parts,
            Loops loops) {
        KafkaConfig kafka = config.kafka();
        if (kafka == null) {
            loops.start(
                    "outbox without kafka",
                    HOUSEKEEPING,
                    () -> ledger.outbox().withdraw(clock.instant(), WITHDRAWN) == WITHDRAWN);
            return;
        }
        StudyAvailableConsumer consumer = parts.add(new StudyAvailableConsumer(
                () -> new KafkaConsumer<>(
                        KafkaClients.consumer(kafka), new ByteArrayDeserializer(), new ByteArrayDeserializer()),
                kafka.studyAvailableTopic(),
                sources(config).keySet(),
                ledger,
                clock,
                metrics));
        TriagePublisher publisher = parts.add(new TriagePublisher(
                () -> new KafkaProducer<>(
                        KafkaClients.producer(kafka), new ByteArraySerializer(), new ByteArraySerializer()),
                kafka.triageTopic(),
                ledger,
                id,
                clock,
                metrics));
        loops.start("kafka consumer", Duration.ZERO, consumer::poll);
        loops.start("kafka publisher", IDLE, publisher::publishNext);
    }

    /** An exam that only waits for its grace is prepared meanwhile; one that is decided need not wait for a look. */
    private static AssemblyStage.Listener ahead(ExamScorer scorer, ObjectStore store, Loops loops) {
        return new AssemblyStage.Listener() {
            @Override
            public void expected(ScreeningStudy study, Map<Uid, SpoolId> objects) {
                scorer.prefetch(
                        study,
                        image -> store.file(
                                requireNonNull(objects.get(image.source().sopInstanceUid()))));
            }

            @Override
            public void assembled() {
                loops.wake("score");
            }
        };
    }

    /** A look at a study soon after each instance finds a complete exam early enough to prepare it during its grace. */
    private static Duration firstLook(WorkerConfig config) {
        Duration grace = config.study().completeGrace();
        return grace.compareTo(FIRST_LOOK) < 0 ? grace : FIRST_LOOK;
    }

    private static WorkerId newId(RandomGenerator random) {
        byte[] suffix = new byte[4];
        random.nextBytes(suffix);
        String host = hostName().replaceAll("[^A-Za-z0-9.-]", "");
        String name = host.substring(0, Math.min(host.length(), 30));
        return new WorkerId("w" + name + "-" + ProcessHandle.current().pid() + "-"
                + HexFormat.of().formatHex(suffix));
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (IOException e) {
            log.atDebug().setCause(e).log("this host does not know its name");
            return "";
        }
    }

    private static @Nullable String token(WorkerConfig config) throws IOException {
        return config.http().tokenFile() == null
                ? null
                : SecretFile.read(config.http().tokenFile());
    }

    private static List<Destination> destinations(WorkerConfig config, DimseProvider dimse) {
        List<Destination> destinations = new ArrayList<>();
        for (DestinationConfig destination : config.destinations()) {
            if (destination instanceof DestinationConfig.Dimse peer) {
                destinations.add(Destination.dimse(peer.name(), Peers.sender(dimse, config.dimse(), peer)));
            } else if (destination instanceof DestinationConfig.DicomWeb web) {
                destinations.add(Destination.dicomWeb(
                        web.name(), new StowClient(Peers.stow(web)), new QidoClient(Peers.stow(web))));
            }
        }
        return destinations;
    }

    private static Map<String, StudySource> sources(WorkerConfig config) {
        Map<String, StudySource> sources = new HashMap<>();
        for (SourceConfig source : config.sources()) {
            sources.put(source.name(), new WadoClient(Peers.wado(source))::retrieveStudy);
        }
        return sources;
    }

    /** The bound DIMSE port. */
    public int dimsePort() {
        return listener.port();
    }

    /** The bound port of health, metrics and API. */
    public int httpPort() {
        return operations.port();
    }

    /** What works now, and what does not. */
    public Health health() {
        return health;
    }

    /**
     * Stops in order: new instances are refused, associations may finish their message, running steps may end, leases are
     * given back. Takes less than 30 seconds; whatever did not end is durable and goes on in another worker.
     */
    @Override
    public void close() {
        log.info("worker is stopping");
        parts.close();
        log.info("worker has stopped");
    }
}
