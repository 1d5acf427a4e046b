package org.mammoclip.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mammoclip.dicom.pixel.ImageSize;
import org.mammoclip.phantom.PhantomCorpus;
import org.mammoclip.phantom.PhantomSettings;

class DataCheckCommandTest {
    private static final PhantomSettings SETTINGS = new PhantomSettings(3, 256, 0.5, 2.5, Optional.empty());

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Path corpus = Path.of("");

    @BeforeEach
    void draw() throws IOException {
        corpus = folder.resolve("corpus");
        new PhantomCorpus(SETTINGS, new ImageSize(152, 91), true, true).write(corpus, 0, 3, done -> {});
    }

    private int run(String... arguments) {
        return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    }

    private int check(String... more) {
        String[] arguments = Stream.concat(
                        Stream.of(
                                "data",
                                "check",
                                "--out",
                                folder.resolve("check").toString()),
                        Stream.of(more))
                .toArray(String[]::new);
        return run(arguments);
    }

    private JsonNode json() throws IOException {
        return new ObjectMapper()
                .readTree(folder.resolve("check/data-check.json").toFile());
    }

    private Path png(int woman, String view) {
        String patient = PhantomCorpus.patientId(SETTINGS, woman);
        return corpus.resolve("png").resolve(patient).resolve(patient + "_" + view + ".png");
    }

    private String table(String name) {
        return corpus.resolve(name).toString();
    }

    @Test
    void aSoundCorpusIsReady() throws IOException {
        assertThat(check(
                        table("image_text.csv"),
                        table("vindr.csv"),
                        "--images",
                        corpus.resolve("png").toString()))
                .as(out + err.toString())
                .isZero();
        assertThat(out.toString()).contains("3 patients, 6 breasts, 12 images, 6 reports", "nothing would make");
        assertThat(json().at("/files/usable").asInt()).isEqualTo(12);
        assertThat(json().at("/files/sizes/152x91").asInt()).isEqualTo(12);
        String page = Files.readString(folder.resolve("check/data-check.html"));
        assertThat(page).contains("Ready to train").doesNotContain("<script", "http://", "https://");
        assertThat(page.split("data:image/png")).hasSize(1 + 12);
        assertThat(err.toString()).contains("12 of 12 images");
    }

    @Test
    void dicomObjectsArePreparedAndReportsReadWithTheModelsPieces() throws IOException {
        assertThat(check(
                        table("image_text.csv"),
                        "--images",
                        corpus.resolve("dicom").toString(),
                        "--checkpoint",
                        "builtin:demo",
                        "--no-pictures"))
                .as(out + err.toString())
                .isZero();
        assertThat(json().at("/files/forms/DICOM").asInt()).isEqualTo(12);
        assertThat(json().at("/files/flags/ENLARGED").asInt()).isEqualTo(12);
        assertThat(json().at("/reports/unit").asText()).isEqualTo("pieces");
        assertThat(json().at("/reports/longest").asInt()).isGreaterThan(10);
        assertThat(Files.readString(folder.resolve("check/data-check.html"))).doesNotContain("data:image/png");
    }

    @Test
    void whatWouldMakeTrainingWrongIsNamedAndFails() throws IOException {
        Files.delete(png(0, "lcc"));
        Files.writeString(png(0, "lmlo"), "no picture");
        BufferedImage grey = new BufferedImage(91, 152, BufferedImage.TYPE_BYTE_GRAY);
        ImageIO.write(grey, "png", png(0, "rcc").toFile());
        Files.copy(png(1, "rcc"), png(2, "lmlo"), StandardCopyOption.REPLACE_EXISTING);
        assertThat(check(
                        table("image_text.csv"),
                        "--images",
                        corpus.resolve("png").toString()))
                .isEqualTo(Main.FAILED);
        assertThat(out.toString())
                .contains(
                        "Images without a file: 1 of 12",
                        "Images that cannot be used: 2 of 12",
                        "BLANK",
                        "The same picture in two splits or folds",
                        "not ready for training");
        assertThat(json().at("/samePixels/0/acrossSplits").asBoolean()).isTrue();
        assertThat(Files.readString(folder.resolve("check/data-check.html")))
                .contains("Not ready: 3 problems", "The same picture under several names");
    }

    @Test
    void picturesOfAnotherSizeThanTheModelsAreNotReady() throws IOException {
        assertThat(check(
                        table("vindr.csv"),
                        "--images",
                        corpus.resolve("png").toString(),
                        "--checkpoint",
                        "builtin:demo"))
                .isEqualTo(Main.FAILED);
        assertThat(out.toString()).contains("NOT_PREPARED: a picture of 152x91", "1520x912", "--prepare-pictures");
    }

    @Test
    void tablesAloneCanBeChecked() throws IOException {
        assertThat(check(table("vindr.csv"))).isZero();
        assertThat(json().at("/files/read").asInt()).isZero();
        assertThat(Files.readString(folder.resolve("check/data-check.html"))).contains("files not looked at");
    }

    @Test
    void wrongUseIsSaid() throws IOException {
        assertThat(run("data")).isEqualTo(Main.USAGE);
        assertThat(run("data", "check")).isEqualTo(Main.USAGE);
        assertThat(check(table("vindr.csv"), "--images", folder.resolve("none").toString()))
                .isEqualTo(Main.USAGE);
        assertThat(check(folder.resolve("none.csv").toString())).isEqualTo(Main.FAILED);
        assertThat(err.toString()).contains("which command?", "TABLE", "is no folder", "there is no");
        assertThat(List.of(folder.resolve("check")).get(0)).doesNotExist();
    }
}
