package org.mammoclip.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PhantomCommandTest {
    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    }

    @Test
    void writesACorpusAndSaysWhatItIs() throws Exception {
        Path corpus = folder.resolve("corpus");
        assertThat(run(
                        "phantom",
                        "--out",
                        corpus.toString(),
                        "--exams",
                        "2",
                        "--rows",
                        "256",
                        "--style",
                        "b",
                        "--seed",
                        "9",
                        "--prepared",
                        "152x91",
                        "--lesions",
                        "1"))
                .as(err.toString())
                .isZero();
        assertThat(out.toString()).contains("wrote 2 of 2 exams", "not patients");
        assertThat(Files.readAllLines(corpus.resolve("image_text.csv"))).hasSize(1 + 8);
        assertThat(Files.readString(corpus.resolve("phantom.json"))).contains("\"seed\" : 9", "\"style\" : \"B\"");
        assertThat(corpus.resolve("dicom")).isNotEmptyDirectory();
        assertThat(corpus.resolve("png")).isNotEmptyDirectory();
    }

    @Test
    void wrongOptionsAreUsageAndAFullFolderIsAFailure() throws Exception {
        String out = folder.resolve("corpus").toString();
        assertThat(run("phantom", "--out", out, "--rows", "100")).isEqualTo(Main.USAGE);
        assertThat(run("phantom", "--out", out, "--prepared", "152")).isEqualTo(Main.USAGE);
        assertThat(run("phantom", "--out", out, "--prepared", "4000x10")).isEqualTo(Main.USAGE);
        assertThat(run("phantom", "--out", out, "--exams", "0")).isEqualTo(Main.USAGE);
        assertThat(err.toString())
                .contains("rows 100: 256 to 4096", "--prepared 152: ROWSxCOLUMNS, such as 1520x912", "0 exams");
        Files.writeString(folder.resolve("mine.txt"), "mine");
        assertThat(run("phantom", "--out", folder.toString())).isEqualTo(Main.FAILED);
        assertThat(err.toString()).contains("is not empty");
    }
}
