package org.mammoclip.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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

    /** Of options in groups, the last would win and the others of its group would be forgotten without a word. */
    @Test
    void anOptionThatIsGivenTwiceIsWrongUsage() {
        String[][] twice = {
            {"--epochs", "5", "--epochs", "6"},
            {"--regularization", "batch_norm", "--learning-rate", "1e-3", "--regularization", "reference"},
            {"--synthetic", "--synthetic"},
        };
        for (String[] options : twice) {
            List<String> all = new ArrayList<>(List.of("pretrain", "--out", "x", "--images", "a", "--images", "b"));
            all.addAll(List.of(options));
            assertThat(run(all.toArray(String[]::new))).isEqualTo(Main.USAGE);
            assertThat(err.toString()).contains("option '" + options[0] + "' should be specified only once");
        }
    }

    @Test
    void everyCommandIsListedWithAWholeSentence() {
        assertThat(listed(new CommandLine(new Main())))
                .hasSizeGreaterThan(10)
                .allSatisfy((name, line) -> assertThat(line).as(name).matches("[A-Z].*[.]"));
    }

    /** What {@code --help} of a command with subcommands says about each, at any depth. */
    private static Map<String, String> listed(CommandLine command) {
        Map<String, String> lines = new TreeMap<>();
        command.getSubcommands().forEach((name, child) -> {
            if (!name.equals("help")) {
                lines.put(
                        child.getCommandSpec().qualifiedName(),
                        child.getCommandSpec().usageMessage().description()[0]);
                lines.putAll(listed(child));
            }
        });
        return lines;
    }

    @Test
    void wrongUsageIsTwoLinesThatNameTheWholeCommand() {
        assertThat(run("model", "import", "b5.tar", "--out", "b5")).isEqualTo(Main.USAGE);
        assertThat(err.toString().lines())
                .hasSize(2)
                .first(STRING)
                .startsWith("mammoclip model import: ")
                .contains("--accept-licence");
        assertThat(err.toString()).endsWith("'mammoclip model import --help' shows how it is used\n");
    }

    @Test
    void aMisspeltCommandIsSuggested() {
        assertThat(run("model", "inspct")).isEqualTo(Main.USAGE);
        assertThat(err.toString()).contains("mammoclip model: ", "model inspect");
    }

    @Test
    void aFailureNamesTheWholeCommandAndThePlaceThatIsWrong() throws Exception {
        String absent = folder.resolve("absent.dcm").toString();
        assertThat(run("score", absent)).isEqualTo(Main.FAILED);
        assertThat(run("score", Files.createDirectory(folder.resolve("empty")).toString()))
                .isEqualTo(Main.FAILED);
        assertThat(run("model", "inspect", "builtin:demo")).isEqualTo(Main.FAILED);
        assertThat(run("check", "--findings", folder.toString())).isEqualTo(Main.CONFIGURATION);
        assertThat(err.toString())
                .contains("mammoclip score: there is no " + absent)
                .contains("mammoclip score: there is no file in " + folder.resolve("empty"))
                .contains("mammoclip model inspect: builtin:demo is no file; 'mammoclip model verify builtin:demo'")
                .contains("is a folder")
                .contains("1 problem; ");
    }

    @Test
    void aWrongDeviceIsUsageEvenWhereNoneIsNeeded() {
        assertThat(run("model", "verify", "builtin:demo", "--device", "gpu")).isEqualTo(Main.USAGE);
        assertThat(err.toString()).contains("device must be auto, cpu or cuda:N, not 'gpu'");
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
                .contains("2 problems; ");
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
        assertThat(out.toString()).contains("ok      findings v1: 1 finding");
        String config = config("dataDir: " + folder + "\nmodel: { findings: " + findings + " }");
        Files.writeString(Path.of(findings), "version: v1\nfindngs: {}\n");
        assertThat(run("check", "--config", config)).isEqualTo(Main.CONFIGURATION);
        assertThat(err.toString()).contains("findings.yaml:2: findngs: unknown key; did you mean 'findings'?");
        assertThat(run("check")).isEqualTo(Main.USAGE);
    }

    @Test
    void modelFilesOfAFindingsFileThatAreNotThereAreListed() throws Exception {
        Path findings = Files.writeString(folder.resolve("findings.yaml"), """
                version: v1
                findings:
                  mass:
                    score: { classifier: { checkpoint: heads/mass } }
                    threshold: 0.5
                    boxes: { detector: detectors/mass }
                density: { classifier: heads/density }
                """);
        assertThat(run("check", "--findings", findings.toString())).isEqualTo(Main.CONFIGURATION);
        assertThat(out.toString().lines().filter(line -> line.startsWith("MISSING ")))
                .containsExactly(
                        "MISSING finding mass: " + folder.resolve("heads/mass"),
                        "MISSING finding mass: " + folder.resolve("detectors/mass"),
                        "MISSING density: " + folder.resolve("heads/density"));
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
