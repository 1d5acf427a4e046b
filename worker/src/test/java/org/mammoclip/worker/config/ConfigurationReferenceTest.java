package org.mammoclip.worker.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Holds the references and examples in {@code deploy} to the code; {@code -Dupdate.reference} rewrites it. */
class ConfigurationReferenceTest {
    private static final Path REFERENCE = Path.of("../deploy/configuration.md");
    private static final Path FINDINGS_REFERENCE = Path.of("../deploy/findings.md");
    private static final Path FINDINGS_EXAMPLE = Path.of("../deploy/findings.example.yaml");
    private static final Path EXAMPLE = Path.of("../deploy/mammoclip.example.yaml");

    @Test
    void theReferenceIsWhatTheCodeReads() throws IOException {
        String expected = """
                # Configuration reference

                One YAML file, named by `--config`. An environment variable overrides its key: `database.passwordFile` is
                `MAMMOCLIP_DATABASE_PASSWORD_FILE`. Unknown keys and variables are errors. `mammoclip check --config FILE`
                reports every problem with its line; `mammoclip.example.yaml` beside this page is a complete example.
                Secrets stand in files of their own and are named here, never written here.

                """ + WorkerConfig.referenceMarkdown();
        if (System.getProperty("update.reference") != null) {
            Files.writeString(REFERENCE, expected);
        }
        assertThat(Files.readString(REFERENCE))
                .as("stale: run mvn -pl worker -am test -Dtest=ConfigurationReferenceTest -Dupdate.reference")
                .isEqualTo(expected);
    }

    @Test
    void theReferenceOfTheFindingsFileIsWhatTheCodeReads() throws IOException {
        String expected = """
                # Findings file

                One YAML file, named by `model.findings` of the configuration or `--findings` of `mammoclip score`, says what is
                asked of every image and what follows from the answers. `findings.example.yaml` beside this page is a complete
                example; without a file, two findings are asked with the reference's prompts. Paths are relative to the file.
                At most 1 MiB. Unknown keys are errors; `mammoclip check` reports every problem with its line.

                Its SHA-256, together with those of the model files it names, is part of every result and of the UIDs of its
                objects: a study scored with other thresholds gives other objects.

                """ + FindingsConfig.referenceMarkdown();
        if (System.getProperty("update.reference") != null) {
            Files.writeString(FINDINGS_REFERENCE, expected);
        }
        assertThat(Files.readString(FINDINGS_REFERENCE))
                .as("stale: run mvn -pl worker -am test -Dtest=ConfigurationReferenceTest -Dupdate.reference")
                .isEqualTo(expected);
    }

    @Test
    void theExampleOfAFindingsFileIsValidAndShowsEverySource() throws ConfigException {
        FindingsConfig findings = FindingsConfig.load(FINDINGS_EXAMPLE);
        assertThat(findings.set().findings())
                .extracting(finding -> finding.source().getClass().getSimpleName())
                .contains("Prompts", "Classifier", "Detector");
        assertThat(findings.set().density()).isNotNull();
        assertThat(findings.rules().triage().conditions()).hasSize(2);
    }

    @Test
    void theExampleIsValid() throws ConfigException {
        WorkerConfig config = WorkerConfig.load(EXAMPLE, Map.of());
        assertThat(config.destinations()).hasSize(2);
        assertThat(config.sources()).hasSize(1);
    }
}
