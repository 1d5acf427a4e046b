package org.mammoclip.worker.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mammoclip.dicom.dimse.AeTitle;
import org.mammoclip.dicom.dimse.ListenerConfig;
import org.mammoclip.dicom.web.Authentication;

class WorkerConfigTest {
    @TempDir
    Path folder;

    private WorkerConfig load(String yaml, Map<String, String> environment) throws Exception {
        return WorkerConfig.load(Files.writeString(folder.resolve("mammoclip.yaml"), yaml), environment);
    }

    private List<String> problems(String yaml, Map<String, String> environment) {
        ConfigException e = catchThrowableOfType(ConfigException.class, () -> load(yaml, environment));
        assertThat(e).as("the configuration was accepted").isNotNull();
        return e.problems().stream().map(Object::toString).toList();
    }

    @Test
    void anEmptyFileGivesTheDocumentedDefaults() throws Exception {
        WorkerConfig config = load("", Map.of());
        assertThat(config.dataDir()).isEqualTo(Path.of("/var/lib/mammoclip"));
        assertThat(config.http()).isEqualTo(new HttpConfig("127.0.0.1", 8080, null));
        assertThat(config.database())
                .isEqualTo(new DatabaseConfig("jdbc:postgresql://localhost:5432/mammoclip", "mammoclip", null, 10));
        assertThat(config.kafka()).isNull();
        assertThat(config.dimse())
                .isEqualTo(
                        new DimseConfig("embedded", new AeTitle("MAMMOCLIP"), "0.0.0.0", 11_112, List.of(), 64, null));
        assertThat(config.spool()).isEqualTo(new SpoolConfig(1L << 30, 1L << 30, Duration.ofSeconds(5)));
        assertThat(config.study())
                .isEqualTo(new StudyConfig(Duration.ofSeconds(60), Duration.ofSeconds(3), Duration.ofDays(7)));
        assertThat(config.sources()).isEmpty();
        assertThat(config.destinations()).isEmpty();
        assertThat(config.model())
                .isEqualTo(new ModelConfig(
                        "builtin:demo",
                        "auto",
                        "auto",
                        8,
                        Duration.ofMillis(20),
                        FindingsConfig.builtIn("builtin:demo")));
        assertThat(config.outputs())
                .isEqualTo(new OutputsConfig(
                        OutputsConfig.Profile.FULL,
                        List.of(OutputsConfig.ReportKind.MAMMOGRAPHY_CAD, OutputsConfig.ReportKind.TID1500),
                        true,
                        "Research use only - not for diagnosis"));
        assertThat(config.triage()).isEqualTo(new TriageConfig("default"));
    }

    @Test
    void everyKeyOfTheFileReachesItsField() throws Exception {
        WorkerConfig config = load("""
                dataDir: /data/mc
                http: { host: 127.0.0.2, port: 9090, tokenFile: /run/token }
                database: { url: "jdbc:postgresql://db:5433/mc", username: mc, passwordFile: /run/pw, poolSize: 4 }
                kafka:
                  bootstrapServers: "k1:9092,k2:9092"
                  groupId: g
                  studyAvailableTopic: in.v1
                  triageTopic: out.v1
                  properties: { security.protocol: SSL }
                dimse:
                  provider: dcm4che
                  aeTitle: AI1
                  host: 127.0.0.1
                  port: 2762
                  acceptedCallers:
                    - { aeTitle: MOD1, addresses: [10.1.0.0/16, "fe80::1"] }
                  maxAssociations: 8
                  tls: { keyStore: /k.p12, keyStorePasswordFile: /kp, trustStore: /t.p12, trustStorePasswordFile: /tp, clientAuth: want }
                spool: { reserve: 2GiB, maxObject: 256MiB, ledgerTimeout: 2s }
                study: { quietPeriod: 90s, completeGrace: 500ms, retention: 30d }
                sources:
                  - { name: pacs, type: dicomweb, wadoRs: "http://p/dw", qidoRs: "http://q/dw", auth: { username: u, passwordFile: /p } }
                destinations:
                  - { name: a, type: dimse, aeTitle: ORTHANC, host: h, port: 4242, storageCommitment: false }
                  - { name: b, type: dicomweb, stowRs: "https://s/dw", auth: { tokenFile: /t } }
                model: { checkpoint: /m, device: "cuda:1", precision: float32, batch: { maxImages: 4, maxDelay: 5ms }, findings: default }
                outputs: { profile: triage, structuredReport: [tid1500], secondaryCapture: false, disclaimer: "Study use" }
                triage: { thresholds: default }
                """, Map.of());
        assertThat(config.dataDir()).isEqualTo(Path.of("/data/mc"));
        assertThat(config.http()).isEqualTo(new HttpConfig("127.0.0.2", 9090, Path.of("/run/token")));
        assertThat(config.database())
                .isEqualTo(new DatabaseConfig("jdbc:postgresql://db:5433/mc", "mc", Path.of("/run/pw"), 4));
        assertThat(config.kafka())
                .isEqualTo(
                        new KafkaConfig("k1:9092,k2:9092", "g", "in.v1", "out.v1", Map.of("security.protocol", "SSL")));
        assertThat(config.dimse())
                .isEqualTo(new DimseConfig(
                        "dcm4che",
                        new AeTitle("AI1"),
                        "127.0.0.1",
                        2762,
                        List.of(new ListenerConfig.Caller(new AeTitle("MOD1"), List.of("10.1.0.0/16", "fe80::1"))),
                        8,
                        new DimseConfig.Tls(
                                Path.of("/k.p12"),
                                Path.of("/kp"),
                                Path.of("/t.p12"),
                                Path.of("/tp"),
                                ListenerConfig.ClientAuth.WANT)));
        assertThat(config.spool()).isEqualTo(new SpoolConfig(2L << 30, 256L << 20, Duration.ofSeconds(2)));
        assertThat(config.study())
                .isEqualTo(new StudyConfig(Duration.ofSeconds(90), Duration.ofMillis(500), Duration.ofDays(30)));
        assertThat(config.sources())
                .isEqualTo(List.of(new SourceConfig(
                        "pacs",
                        SourceConfig.Type.DICOMWEB,
                        java.net.URI.create("http://p/dw"),
                        java.net.URI.create("http://q/dw"),
                        new Authentication.Basic("u", Path.of("/p")))));
        assertThat(config.destinations())
                .isEqualTo(List.of(
                        new DestinationConfig.Dimse("a", new AeTitle("ORTHANC"), "h", 4242),
                        new DestinationConfig.DicomWeb(
                                "b", java.net.URI.create("https://s/dw"), new Authentication.Bearer(Path.of("/t")))));
        assertThat(config.model())
                .isEqualTo(new ModelConfig("/m", "cuda:1", "float32", 4, Duration.ofMillis(5), FindingsConfig.DEFAULT));
        assertThat(config.outputs())
                .isEqualTo(new OutputsConfig(
                        OutputsConfig.Profile.TRIAGE, List.of(OutputsConfig.ReportKind.TID1500), false, "Study use"));
    }

    @Test
    void reportsAllProblemsAtOnceWithLineKeyAndAllowedValues() {
        assertThat(problems("""
                        dataDri: /x
                        http:
                          port: 70000
                        study: { quietPeriod: soon }
                        outputs: { profile: best }
                        """, Map.of()))
                .containsExactly(
                        "mammoclip.yaml:3: http.port: '70000' is not a whole number from 0 to 65535",
                        "mammoclip.yaml:4: study.quietPeriod: 'soon' is not a duration such as 20ms, 60s, 5m, 2h or 7d,"
                                + " from 1s to 1d",
                        "mammoclip.yaml:5: outputs.profile: 'best' is not one of triage, full, research",
                        "mammoclip.yaml:1: dataDri: unknown key; did you mean 'dataDir'? (known here: dataDir, http,"
                                + " database, kafka, dimse, spool, study, sources, destinations, model, outputs, triage)");
    }

    @Test
    void environmentOverridesTheFileAndCreatesOptionalSections() throws Exception {
        WorkerConfig config = load(
                "http: { port: 1 }",
                Map.of(
                        "MAMMOCLIP_HTTP_PORT", "2",
                        "MAMMOCLIP_DATA_DIR", "/env",
                        "MAMMOCLIP_KAFKA_BOOTSTRAP_SERVERS", "k:1",
                        "MAMMOCLIP_OUTPUTS_STRUCTURED_REPORT", "tid1500",
                        "MAMMOCLIP_HOME", "/opt/mammoclip",
                        "PATH", "/bin"));
        assertThat(config.http().port()).isEqualTo(2);
        assertThat(config.dataDir()).isEqualTo(Path.of("/env"));
        assertThat(config.kafka()).isNotNull();
        assertThat(config.kafka().bootstrapServers()).isEqualTo("k:1");
        assertThat(config.outputs().structuredReports()).containsExactly(OutputsConfig.ReportKind.TID1500);
    }

    @Test
    void anUnknownVariableIsAnErrorThatNamesTheNearest() {
        assertThat(problems("", Map.of("MAMMOCLIP_HTTP_PROT", "1")))
                .containsExactly("MAMMOCLIP_HTTP_PROT: (environment): no key has this variable; did you mean"
                        + " 'MAMMOCLIP_HTTP_PORT'?");
    }

    @Test
    void aWrongVariableIsBlamedOnTheVariable() {
        assertThat(problems("", Map.of("MAMMOCLIP_HTTP_PORT", "x")))
                .containsExactly("MAMMOCLIP_HTTP_PORT: http.port: 'x' is not a whole number from 0 to 65535");
    }

    @Test
    void triageProfileRefusesMarksAndMaps() {
        assertThat(problems("outputs: { profile: triage }", Map.of()))
                .containsExactly(
                        "mammoclip.yaml:1: outputs.secondaryCapture: profile triage makes no maps; set it to false",
                        "mammoclip.yaml:1: outputs.structuredReport: profile triage makes no marks; leave only tid1500");
    }

    @Test
    void anOpenOperationsPortNeedsAToken() {
        assertThat(problems("http: { host: 0.0.0.0 }", Map.of()))
                .singleElement()
                .asString()
                .contains("http.tokenFile: is required");
    }

    @Test
    void aPasswordInTheAddressIsRefused() {
        assertThat(problems("database: { url: 'jdbc:postgresql://h/d?password=x' }", Map.of()))
                .singleElement()
                .asString()
                .contains("database.url");
    }

    @Test
    void unsafeNamesNetworksAndAddressesAreRefused() {
        assertThat(problems("""
                        kafka: {}
                        dimse: { acceptedCallers: [{ aeTitle: THIS_TITLE_IS_TOO_LONG, addresses: [10.0.0.0/40, evil.example] }] }
                        sources: [{ name: "../x", wadoRs: "file:///etc/passwd" }]
                        """, Map.of()))
                .hasSize(5)
                .anyMatch(p -> p.contains("acceptedCallers[0].aeTitle"))
                .anyMatch(p -> p.contains("'10.0.0.0/40'"))
                .anyMatch(p -> p.contains("'evil.example'"))
                .anyMatch(p -> p.contains("sources[0].name"))
                .anyMatch(p -> p.contains("sources[0].wadoRs"));
    }

    @Test
    void namesAreUnique() {
        assertThat(problems("""
                        destinations:
                          - { name: a, aeTitle: X }
                          - { name: a, aeTitle: Y }
                        """, Map.of())).singleElement().asString().contains("'a' is used twice");
    }

    @Test
    void storageCommitmentIsRefusedRatherThanIgnored() {
        assertThat(problems("destinations: [{ name: a, aeTitle: X, storageCommitment: true }]", Map.of()))
                .singleElement()
                .asString()
                .contains("storageCommitment");
    }

    @Test
    void brokenYamlAliasesAndMissingFilesAreOneProblemEach() {
        assertThat(problems("a: [", Map.of())).hasSize(1);
        assertThat(problems("just text", Map.of())).hasSize(1);
        assertThat(problems("dataDir: /a\ndataDir: /b", Map.of())).hasSize(1);
        ConfigException missing = catchThrowableOfType(
                ConfigException.class, () -> WorkerConfig.load(folder.resolve("none.yaml"), Map.of()));
        assertThat(missing).hasMessageContaining("none.yaml: (file): does not exist");
    }

    @Test
    void theReferenceNamesEveryKeyOfEverySection() {
        assertThat(WorkerConfig.referenceMarkdown())
                .contains(
                        "| `dataDir` |",
                        "| `kafka.triageTopic` |",
                        "| `dimse.tls.clientAuth` |",
                        "| `dimse.acceptedCallers[].addresses` |",
                        "| `sources[].auth.tokenFile` |",
                        "| `destinations[].stowRs` |",
                        "| `model.batch.maxDelay` |");
    }
}
