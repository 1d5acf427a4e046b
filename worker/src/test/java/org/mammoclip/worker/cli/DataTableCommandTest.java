package org.mammoclip.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mammoclip.dicom.pixel.ImageSize;
import org.mammoclip.phantom.PhantomCorpus;
import org.mammoclip.phantom.PhantomSettings;

/** From DICOM studies and reports to tables, folds and a check. */
class DataTableCommandTest {
    private static final PhantomSettings SETTINGS = new PhantomSettings(6, 256, 0.5, 2.5, Optional.empty());

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Path dicom = Path.of("");
    private Path reports = Path.of("");

    @BeforeEach
    void draw() throws IOException {
        Path corpus = folder.resolve("corpus");
        new PhantomCorpus(SETTINGS, new ImageSize(152, 91), false, true).write(corpus, 0, 2, done -> {});
        dicom = corpus.resolve("dicom");
        StringBuilder csv = new StringBuilder("accession_number,report\n");
        for (int woman = 0; woman < 2; woman++) {
            String text = Files.readString(
                    corpus.resolve("reports").resolve(PhantomCorpus.patientId(SETTINGS, woman) + ".txt"));
            csv.append("PH").append(woman).append(",\"").append(text).append("\"\n");
        }
        reports = Files.writeString(folder.resolve("reports.csv"), csv);
    }

    private int run(String... arguments) {
        return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    }

    private int table(Path to, String... more) {
        String[] arguments = Stream.concat(
                        Stream.of(
                                "data",
                                "table",
                                "--studies",
                                dicom.toString(),
                                "--reports",
                                reports.toString(),
                                "--out",
                                to.toString()),
                        Stream.of(more))
                .toArray(String[]::new);
        return run(arguments);
    }

    @Test
    void theTableAndItsLinksPassTheCheckAsTheStudiesDo() throws IOException {
        Path local = folder.resolve("local");
        assertThat(table(local, "--link-images")).as(out + err.toString()).isZero();
        List<String> lines = Files.readAllLines(local.resolve("image_text.jsonl"));
        assertThat(lines).hasSize(4);
        JsonNode breast = new ObjectMapper().readTree(lines.get(0));
        assertThat(breast.get("image")).hasSize(2);
        assertThat(breast.get("CC")).hasSize(1);
        assertThat(breast.get("text").size()).isBetween(1, 2);
        String table = local.resolve("image_text.csv").toString();
        assertThat(run(
                        "data",
                        "check",
                        table,
                        "--images",
                        local.resolve("images").toString(),
                        "--out",
                        folder.resolve("a").toString()))
                .as(out + err.toString())
                .isZero();
        assertThat(run(
                        "data",
                        "check",
                        "--studies",
                        dicom.toString(),
                        "--reports",
                        reports.toString(),
                        "--out",
                        folder.resolve("b").toString()))
                .as(out + err.toString())
                .isZero();
        JsonNode ofTable =
                new ObjectMapper().readTree(folder.resolve("a/data-check.json").toFile());
        JsonNode ofStudies =
                new ObjectMapper().readTree(folder.resolve("b/data-check.json").toFile());
        for (String part : List.of("counts", "views", "reports", "files", "groups", "samePixels")) {
            assertThat(ofStudies.get(part)).as(part).isEqualTo(ofTable.get(part));
        }
        assertThat(ofTable.at("/counts/exams").asInt()).isEqualTo(2);
        assertThat(ofTable.at("/files/usable").asInt()).isEqualTo(8);
    }

    @Test
    void foldsAreDealtOnceAndReplacedOnlyIfAsked() throws IOException {
        Path local = folder.resolve("local");
        assertThat(table(local)).isZero();
        String table = local.resolve("image_text.csv").toString();
        String copy = folder.resolve("folds.csv").toString();
        assertThat(run("data", "folds", table, "--out", copy)).isEqualTo(Main.USAGE);
        assertThat(run("data", "folds", table, "--out", table, "--replace")).isEqualTo(Main.USAGE);
        assertThat(run("data", "folds", table, "--out", copy, "--replace", "--folds", "2", "--stratify"))
                .as(err.toString())
                .isZero();
        assertThat(out.toString()).contains("fold 0   1 patients, 4 rows", "fold 1   1 patients, 4 rows");
        assertThat(Files.readAllLines(Path.of(copy)).get(0)).endsWith(",study_id,fold");
        assertThat(run("data", "check", copy, "--out", folder.resolve("c").toString()))
                .isZero();
    }

    @Test
    void wrongUseIsSaid() {
        String to = folder.resolve("x").toString();
        assertThat(run("data", "table", "--studies", dicom.toString(), "--out", to))
                .isEqualTo(Main.USAGE);
        assertThat(run("data", "check", "--out", to, "--keep-patient-ids")).isEqualTo(Main.USAGE);
        assertThat(run("data", "check", "t.csv", "--studies", dicom.toString(), "--reports", reports.toString()))
                .isEqualTo(Main.USAGE);
        assertThat(run("data", "table", "--studies", to, "--reports", reports.toString(), "--out", to))
                .isEqualTo(Main.USAGE);
        assertThat(err.toString())
                .contains("belong together", "belong to --studies", "in the place of TABLE", "is no folder");
    }
}
