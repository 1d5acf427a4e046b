package org.mammoclip.worker.cli;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import org.mammoclip.dicom.dimse.DimseProvider;
import org.mammoclip.dicom.dimse.SendOutcome;
import org.mammoclip.dicom.web.QidoClient;
import org.mammoclip.mammoclip.FindingSet;
import org.mammoclip.mammoclip.MammoClip;
import org.mammoclip.mammoclip.NativeEnvironment;
import org.mammoclip.schema.ledger.LedgerStatus;
import org.mammoclip.schema.ledger.PostgresLedger;
import org.mammoclip.worker.config.ConfigException;
import org.mammoclip.worker.config.DestinationConfig;
import org.mammoclip.worker.config.FindingsConfig;
import org.mammoclip.worker.config.KafkaConfig;
import org.mammoclip.worker.config.SourceConfig;
import org.mammoclip.worker.config.WorkerConfig;
import org.mammoclip.worker.connect.DatabasePool;
import org.mammoclip.worker.connect.KafkaClients;
import org.mammoclip.worker.connect.Models;
import org.mammoclip.worker.connect.Peers;
import org.mammoclip.worker.connect.SecretFile;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Validates the configuration and, on request, everything it points to. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = {
            "Validates a configuration with its findings file, or a findings file alone.",
            "Reports every error with line, key and allowed values, and of a findings file alone the model files that it"
                    + " names and that are not there.",
            "With --connect it also tries the data folder, database, Kafka, sources, destinations and the model."
        })
final class CheckCommand implements Callable<Integer> {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    @ArgGroup(exclusive = false, multiplicity = "1")
    Subject subject = new Subject();

    /** What is validated; at least one of both. */
    static final class Subject {
        @Option(
                names = {"-c", "--config"},
                paramLabel = "FILE",
                description = "Configuration file (YAML); MAMMOCLIP_* environment variables override its keys.")
        @Nullable
        Path config;

        @Option(names = "--findings", paramLabel = "FILE", description = "Findings file (deploy/findings.md).")
        @Nullable
        Path findings;
    }

    @Option(names = "--connect", description = "Also tries everything the configuration points to.")
    boolean connect;

    @Spec
    CommandSpec spec;

    private int failed;

    /** One thing to try. */
    private interface Probe {
        /** @return what was seen, for the terminal */
        String run() throws Exception;
    }

    @Override
    public Integer call() throws ConfigException {
        PrintWriter out = spec.commandLine().getOut();
        if (subject.findings != null) {
            FindingSet set = FindingsConfig.load(subject.findings).set();
            out.println("ok      findings " + set.thresholdsVersion() + ": "
                    + set.findings().size() + (set.findings().size() == 1 ? " finding" : " findings"));
            set.missingFiles().forEach(file -> out.println("MISSING " + file));
            if (!set.missingFiles().isEmpty()) {
                return Main.CONFIGURATION;
            }
        }
        if (subject.config == null) {
            return 0;
        }
        WorkerConfig worker = WorkerConfig.load(subject.config, System.getenv());
        out.println("ok      configuration");
        NativeEnvironment.warnings().forEach(w -> out.println("warning environment: " + w));
        if (!connect) {
            return 0;
        }
        probe("data folder " + worker.dataDir(), () -> dataFolder(worker.dataDir()));
        probe("database " + worker.database().url(), () -> database(worker));
        KafkaConfig kafka = worker.kafka();
        if (kafka != null) {
            probe("kafka " + kafka.bootstrapServers(), () -> kafka(kafka));
        }
        if (worker.http().tokenFile() != null) {
            Path tokenFile = worker.http().tokenFile();
            probe("http.tokenFile", () -> SecretFile.read(tokenFile).length() + " characters");
        }
        for (SourceConfig source : worker.sources()) {
            probe("source " + source.name(), () -> outcome(new QidoClient(Peers.qido(source)).alive()));
        }
        probe("dimse provider " + worker.dimse().provider(), () -> {
            DimseProvider provider = Peers.provider(worker.dimse());
            return provider.getClass().getSimpleName();
        });
        for (DestinationConfig destination : worker.destinations()) {
            probe("destination " + destination.name(), () -> outcome(reach(worker, destination)));
        }
        probe("model " + worker.model().checkpoint(), () -> model(worker));
        out.println(failed == 0 ? "everything answers" : failed + " of the above failed");
        return failed == 0 ? 0 : Main.FAILED;
    }

    private void probe(String name, Probe probe) {
        PrintWriter out = spec.commandLine().getOut();
        try {
            out.println("ok      " + name + ": " + probe.run());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failed++;
            out.println("FAILED  " + name + ": interrupted");
        } catch (Exception e) {
            // Whatever a probe throws is its result: the other probes still run.
            failed++;
            out.println("FAILED  " + name + ": " + cause(e));
        }
        out.flush();
    }

    private static String cause(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getClass().getSimpleName() + (root.getMessage() == null ? "" : ": " + root.getMessage());
    }

    private static String dataFolder(Path folder) throws IOException, CommandFailure {
        if (!Files.isDirectory(folder)) {
            throw new CommandFailure("is no folder; create it and give it to the worker's user");
        }
        Path probe = Files.createTempFile(folder, "check", ".tmp");
        Files.delete(probe);
        return "writable, " + (Files.getFileStore(folder).getUsableSpace() >> 20) + " MiB free";
    }

    private static String database(WorkerConfig worker) throws IOException, SQLException {
        try (HikariDataSource pool = DatabasePool.open(worker.database(), TIMEOUT)) {
            String product;
            try (Connection connection = pool.getConnection()) {
                product = connection.getMetaData().getDatabaseProductName() + " "
                        + connection.getMetaData().getDatabaseProductVersion();
            }
            LedgerStatus status =
                    PostgresLedger.over(pool).view().status(Clock.systemUTC().instant());
            return product + ", schema answers, "
                    + status.latestRevisions().values().stream()
                            .mapToLong(Long::longValue)
                            .sum()
                    + " studies";
        }
    }

    private static String kafka(KafkaConfig kafka)
            throws InterruptedException, ExecutionException, TimeoutException, CommandFailure {
        Properties properties = KafkaClients.common(kafka);
        try (Admin admin = Admin.create(properties)) {
            Set<String> topics = admin.listTopics().names().get(TIMEOUT.toSeconds() * 2, TimeUnit.SECONDS);
            for (Map.Entry<String, String> topic : Map.of(
                            "studyAvailableTopic", kafka.studyAvailableTopic(), "triageTopic", kafka.triageTopic())
                    .entrySet()) {
                if (!topics.contains(topic.getValue())) {
                    throw new CommandFailure("topic '" + topic.getValue() + "' (kafka." + topic.getKey()
                            + ") does not exist; create it");
                }
            }
            return "both topics exist";
        }
    }

    private static SendOutcome reach(WorkerConfig worker, DestinationConfig destination) throws IOException {
        if (destination instanceof DestinationConfig.Dimse dimse) {
            return Peers.sender(Peers.provider(worker.dimse()), worker.dimse(), dimse)
                    .echo();
        }
        return new QidoClient(Peers.stow((DestinationConfig.DicomWeb) destination)).alive();
    }

    private static String outcome(@Nullable SendOutcome outcome) throws CommandFailure {
        if (outcome instanceof SendOutcome.Refused refused) {
            throw new CommandFailure("refused: " + refused.status());
        }
        if (outcome instanceof SendOutcome.Unreachable unreachable) {
            throw new CommandFailure("unreachable: " + unreachable.reason());
        }
        return "answers";
    }

    private static String model(WorkerConfig worker) throws IOException {
        try (MammoClip model = MammoClip.open(worker.model().checkpoint(), Models.options(worker.model()))) {
            return model.card().summary() + " on " + model.card().device();
        }
    }
}
