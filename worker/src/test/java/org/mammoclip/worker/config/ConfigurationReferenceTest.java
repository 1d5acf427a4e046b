package org.mammoclip.worker.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Holds {@code deploy/configuration.md} and the example file to the code; {@code -Dupdate.reference} rewrites it. */
class ConfigurationReferenceTest {
    private static final Path REFERENCE = Path.of("../deploy/configuration.md");
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
    void theExampleIsValid() throws ConfigException {
        WorkerConfig config = WorkerConfig.load(EXAMPLE, Map.of());
        assertThat(config.destinations()).hasSize(2);
        assertThat(config.sources()).hasSize(1);
    }
}
