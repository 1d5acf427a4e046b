package org.mammoclip.phantom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mammoclip.dicom.pixel.ImageSize;
import org.mammoclip.mammoclip.evaluate.table.CsvTable;
import org.mammoclip.mammoclip.evaluate.table.ImageTextTable;
import org.mammoclip.mammoclip.evaluate.table.LabelledRow;
import org.mammoclip.mammoclip.evaluate.table.LabelledTable;
import org.mammoclip.mammoclip.evaluate.table.VinDrTable;
import org.mammoclip.mammogram.InstanceHeader;
import org.mammoclip.mammogram.select.ImageSelector;
import org.mammoclip.mammogram.select.InstanceDecision;
import org.mammoclip.mammogram.select.SelectionRules;

class PhantomCorpusTest {
    private static final PhantomSettings SETTINGS = new PhantomSettings(4, 256, 0.7, 2.5, Optional.empty());
    private static final PhantomCorpus CORPUS = new PhantomCorpus(SETTINGS, new ImageSize(304, 182), true, true);

    @TempDir
    Path folder;

    @Test
    void tablesAreReadByTheReadersOfThePublishedFormats() throws Exception {
        List<Integer> told = new ArrayList<>();
        CORPUS.write(folder.resolve("c"), 0, 12, told::add);
        assertThat(told).containsExactly(12);

        LabelledTable findings = VinDrTable.read(CsvTable.read(folder.resolve("c/vindr.csv")), false);
        ImageTextTable texts = ImageTextTable.read(CsvTable.read(folder.resolve("c/image_text.csv")), false);
        assertThat(texts.pairs()).hasSize(48);
        assertThat(findings.rows()).hasSizeGreaterThanOrEqualTo(48);
        int boxes = 0;
        for (LabelledRow row : findings.rows()) {
            Path png = folder.resolve("c/png").resolve(row.patient()).resolve(row.image() + ".png");
            BufferedImage picture = ImageIO.read(png.toFile());
            assertThat(picture.getWidth()).isEqualTo(182);
            assertThat(picture.getHeight()).isEqualTo(304);
            assertThat(picture.getColorModel().getPixelSize()).isEqualTo(8);
            boxes += row.sourceBox().isPresent() ? 1 : 0;
        }
        assertThat(boxes).isPositive();
        assertThat(Files.readAllLines(folder.resolve("c/truth.jsonl"))).hasSize(12);
        assertThat(folder.resolve("c/reports")).isDirectoryContaining("glob:**.txt");
    }

    @Test
    void theSameSettingsGiveTheSameFilesWhateverIsWrittenWithThem() throws IOException {
        CORPUS.write(folder.resolve("a"), 2, 2, done -> {});
        CORPUS.write(folder.resolve("b"), 2, 2, done -> {});
        List<Path> files = files(folder.resolve("a"));
        assertThat(files).hasSize(4 + 2 + 8 + 8);
        for (Path file : files) {
            Path twin = folder.resolve("b").resolve(folder.resolve("a").relativize(file));
            assertThat(Files.mismatch(file, twin)).as(file.toString()).isEqualTo(-1);
        }
        new PhantomCorpus(SETTINGS, new ImageSize(304, 182), false, false).write(folder.resolve("t"), 3, 1, done -> {});
        assertThat(files(folder.resolve("t"))).hasSize(4 + 1);
        String patient = PhantomCorpus.patientId(SETTINGS, 3);
        assertThat(Files.readString(folder.resolve("a/reports/" + patient + ".txt")))
                .isEqualTo(Files.readString(folder.resolve("t/reports/" + patient + ".txt")));
    }

    @Test
    void aFolderWithFilesAndCountsOutOfRangeAreRefused() throws IOException {
        Files.writeString(folder.resolve("mine.txt"), "mine");
        assertThatIOException()
                .isThrownBy(() -> CORPUS.write(folder, 0, 1, done -> {}))
                .withMessageContaining("not empty");
        for (int count : new int[] {0, PhantomCorpus.MAX_EXAMS + 1}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> CORPUS.write(folder.resolve("x"), 0, count, done -> {}));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> CORPUS.write(folder.resolve("x"), -1, 1, done -> {}));
    }

    @Test
    void closeUpsShowTheOneFindingOfABreast() throws Exception {
        PhantomSettings ill = new PhantomSettings(6, 256, 1, 9, Optional.of(ScannerStyle.A));
        PhantomCorpus corpus = new PhantomCorpus(ill, new ImageSize(380, 228), true, false, 3);
        corpus.write(folder.resolve("c"), 0, 6, done -> {});
        LabelledTable findings = VinDrTable.read(CsvTable.read(folder.resolve("c/vindr.csv")), false);
        assertThat(findings.rows()).hasSize(6 * 4 * 3);
        int boxes = 0;
        for (LabelledRow row : findings.rows()) {
            Path png = folder.resolve("c/png").resolve(row.patient()).resolve(row.image() + ".png");
            BufferedImage picture = ImageIO.read(png.toFile());
            assertThat(picture.getHeight()).isEqualTo(190);
            assertThat(picture.getWidth()).isEqualTo(114);
        }
        for (String line : Files.readAllLines(folder.resolve("c/vindr.csv"))) {
            String[] cells = line.split(",");
            if (cells[16].isEmpty() || cells[16].equals("resized_xmin")) {
                continue;
            }
            boxes++;
            double column = (Double.parseDouble(cells[16]) + Double.parseDouble(cells[18])) / 2;
            double row = (Double.parseDouble(cells[17]) + Double.parseDouble(cells[19])) / 2;
            assertThat(column).as(line).isBetween(0.0, 114.0);
            assertThat(row).as(line).isBetween(0.0, 190.0);
        }
        assertThat(boxes).isGreaterThan(12);
        assertThat(Files.readString(folder.resolve("c/phantom.json"))).contains("190, 114", "\"closeUps\" : 3");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PhantomCorpus(ill, new ImageSize(380, 228), true, true, 3))
                .withMessageContaining("no DICOM");
    }

    @Test
    void everyViewIsASlotOfAScreeningExam() {
        for (int index = 0; index < 40; index++) {
            PhantomExam exam = PhantomExam.draw(SETTINGS, index);
            if (exam.left().implant()) {
                continue; // the rules of the site decide about implants
            }
            PhantomDicom objects = new PhantomDicom(exam, PhantomCorpus.patientId(SETTINGS, index));
            for (PhantomView view : PhantomView.values()) {
                PhantomImage blank = new PhantomImage(view, new ImageSize(1, 1), 12, false, new short[1], List.of());
                InstanceHeader header =
                        InstanceHeader.of(objects.file(blank).dataSet()).orElseThrow();
                InstanceDecision decision = ImageSelector.decide(header, SelectionRules.DEFAULT);
                assertThat(decision.isCandidate()).as(decision.toString()).isTrue();
                assertThat(decision.slot()).hasToString("Optional[" + view + "]");
            }
        }
    }

    /** The objects in the eyes of dicom3tools, which shares no code with us: all machines, with and without implant. */
    @Test
    void dciodvfyFindsNoError() throws Exception {
        Path tool = Path.of("/usr/bin/dciodvfy");
        assumeTrue(Files.isExecutable(tool), "dciodvfy (package dicom3tools) is not installed");
        for (ScannerStyle style : ScannerStyle.values()) {
            Path out = folder.resolve(style.name());
            new PhantomCorpus(
                            new PhantomSettings(4, 256, 1, 2, Optional.of(style)), new ImageSize(304, 182), false, true)
                    .write(out, 0, 1, done -> {});
            for (Path file : files(out.resolve("dicom"))) {
                Process process = new ProcessBuilder(tool.toString(), "-new", file.toString())
                        .redirectErrorStream(true)
                        .start();
                String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                process.waitFor();
                assertThat(output).contains("Mammography");
                assertThat(output.lines().filter(line -> line.startsWith("Error")))
                        .as(file.toString())
                        .isEmpty();
            }
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            return paths.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
