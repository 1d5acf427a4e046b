package org.mammoclip.worker.config;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;

/**
 * Everything an operator can set. Immutable; valid once it exists.
 *
 * @param dataDir spool, outputs and quarantine; one volume that honours fsync
 * @param kafka null: the worker runs without Kafka
 * @param sources where studies announced on Kafka are fetched
 * @param destinations where results go; empty: results stay in the database and the data folder
 */
public record WorkerConfig(
        Path dataDir,
        HttpConfig http,
        DatabaseConfig database,
        @Nullable KafkaConfig kafka,
        DimseConfig dimse,
        SpoolConfig spool,
        StudyConfig study,
        List<SourceConfig> sources,
        List<DestinationConfig> destinations,
        ModelConfig model,
        OutputsConfig outputs,
        TriageConfig triage) {
    public WorkerConfig {
        sources = List.copyOf(sources);
        destinations = List.copyOf(destinations);
    }

    /**
     * Reads a file and the environment.
     *
     * @param environment variables; those that begin with {@code MAMMOCLIP_} override keys
     * @throws ConfigException naming every problem with file, line, key and allowed values
     */
    public static WorkerConfig load(Path file, Map<String, String> environment) throws ConfigException {
        Path name = file.getFileName();
        ConfigReader reader = new ConfigReader(name == null ? file.toString() : name.toString(), environment);
        return read(reader, reader.parse(file));
    }

    /** The product's defaults, changed by the environment only. */
    public static WorkerConfig defaults(Map<String, String> environment) throws ConfigException {
        return read(new ConfigReader("(defaults)", environment), null);
    }

    /** The reference of all keys as a Markdown table. */
    public static String referenceMarkdown() {
        ConfigReader reader = new ConfigReader("", Map.of());
        readSections(new Section(reader, "", null));
        return reader.markdown();
    }

    private static WorkerConfig read(ConfigReader reader, @Nullable MappingNode root) throws ConfigException {
        Section section = new Section(reader, "", root);
        WorkerConfig config = readSections(section);
        section.rejectUnknownKeys();
        config.checkTogether(section);
        reader.finish();
        return config;
    }

    private static WorkerConfig readSections(Section root) {
        return new WorkerConfig(
                root.value(
                                "dataDir",
                                "a folder path",
                                Path.of("/var/lib/mammoclip"),
                                "/var/lib/mammoclip",
                                Path::of,
                                "spool, outputs and quarantine; one volume, fsync honoured")
                        .toAbsolutePath()
                        .normalize(),
                root.section("http", HttpConfig::read),
                root.section("database", DatabaseConfig::read),
                root.optionalSection("kafka", "leave out to run without Kafka", KafkaConfig::read),
                root.section("dimse", DimseConfig::read),
                root.section("spool", SpoolConfig::read),
                root.section("study", StudyConfig::read),
                root.list("sources", "where studies announced on Kafka are fetched", SourceConfig::read),
                root.list("destinations", "where results are sent", DestinationConfig::read),
                root.section("model", ModelConfig::read),
                root.section("outputs", OutputsConfig::read),
                root.section("triage", TriageConfig::read));
    }

    /** What no section can see alone. */
    private void checkTogether(Section root) {
        rejectDuplicates(
                root, "sources", sources.stream().map(SourceConfig::name).toList());
        rejectDuplicates(
                root,
                "destinations",
                destinations.stream().map(DestinationConfig::name).toList());
        if (kafka == null && !sources.isEmpty()) {
            root.problem(
                    "sources",
                    "sources are fetched on Kafka's announcement only; add a kafka section or leave them out");
        }
        if (http.port() != 0 && http.port() == dimse.port()) {
            root.problem("http", "http.port and dimse.port are both " + http.port());
        }
    }

    private static void rejectDuplicates(Section root, String key, List<String> names) {
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (!seen.add(name)) {
                root.problem(key, "the name '" + name + "' is used twice");
            }
        }
    }
}
