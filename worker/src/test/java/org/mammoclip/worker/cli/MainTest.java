package org.mammoclip.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class MainTest {
    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    }

    private String config(String yaml) throws Exception {
        return Files.writeString(folder.resolve("mammoclip.yaml"), yaml).toString();
    }

    @Test
    void everyCommandHasHelpAndExitsZero() {
        List<String> commands =
                List.copyOf(new CommandLine(new Main()).getSubcommands().keySet());
        assertThat(commands)
                .contains("serve", "check", "migrate", "score", "explain", "status", "replay", "dead-letter");
        for (String command : commands) {
            assertThat(run(command, "--help")).as(command).isZero();
        }
        assertThat(out.toString()).contains("Usage: mammoclip check");
    }

    @Test
    void aWrongOptionIsUsage() {
        assertThat(run("check", "--nonsense")).isEqualTo(Main.USAGE);
        assertThat(run()).isEqualTo(Main.USAGE);
        assertThat(err.toString()).contains("mammoclip --help");
    }

    @Test
    void aWrongConfigurationListsEveryProblemAndExitsThree() throws Exception {
        assertThat(run("check", "--config", config("http: { prot: 1 }\nstudy: { retention: never }")))
                .isEqualTo(Main.CONFIGURATION);
        assertThat(err.toString())
                .contains("mammoclip.yaml:1: http.prot: unknown key; did you mean 'port'?")
                .contains("mammoclip.yaml:2: study.retention")
                .contains("2 problem(s)");
    }

    @Test
    void aGoodConfigurationChecksOut() throws Exception {
        assertThat(run("check", "--config", config("dataDir: " + folder))).isZero();
        assertThat(out.toString()).contains("ok      configuration");
    }

    @Test
    void aFindingsFileIsCheckedAloneAndWithTheConfiguration() throws Exception {
        String findings =
                Files.writeString(folder.resolve("findings.yaml"), """
                version: v1
                findings:
                  mass: { score: { prompts: { negative: [no mass], positive: [mass] } }, threshold: 0.5 }
                """).toString();
        assertThat(run("check", "--findings", findings)).isZero();
        assertThat(out.toString()).contains("ok      findings v1: 1 findings");
        String config = config("dataDir: " + folder + "\nmodel: { findings: " + findings + " }");
        Files.writeString(Path.of(findings), "version: v1\nfindngs: {}\n");
        assertThat(run("check", "--config", config)).isEqualTo(Main.CONFIGURATION);
        assertThat(err.toString()).contains("findings.yaml:2: findngs: unknown key; did you mean 'findings'?");
        assertThat(run("check")).isEqualTo(Main.USAGE);
    }

    @Test
    void anAbsentDatabaseIsOneSentenceAndNoStackTrace() throws Exception {
        String file = config("database: { url: 'jdbc:postgresql://127.0.0.1:1/x' }");
        assertThat(run("status", "--config", file)).isEqualTo(Main.FAILED);
        assertThat(err.toString()).contains("does not answer").doesNotContain("\tat ");
    }

    @Test
    void theVersionIsWrittenByTheBuild() {
        assertThat(run("--version")).isZero();
        assertThat(out.toString()).matches("(?s)Mammo-CLIP Worker \\d+\\.\\d+\\.\\d+.*");
    }
}
