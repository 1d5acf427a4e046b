package org.mammoclip.worker.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mammoclip.dicom.DataSet;
import org.mammoclip.dicom.Tag;
import org.mammoclip.dicom.Uid;
import org.mammoclip.dicom.file.Part10File;
import org.mammoclip.dicom.file.Part10Reader;
import org.mammoclip.dicom.file.Part10Writer;
import org.mammoclip.dicom.file.ReadLimits;
import org.mammoclip.dicom.file.TransferSyntax;
import org.mammoclip.dicom.pixel.ImageSize;
import org.mammoclip.mammoclip.RasterSize;
import org.mammoclip.mammoclip.data.SentenceRule;
import org.mammoclip.mammoclip.data.SplitRule;
import org.mammoclip.mammoclip.data.check.Issue;
import org.mammoclip.mammoclip.data.check.Problem;
import org.mammoclip.mammoclip.evaluate.table.CsvTable;
import org.mammoclip.mammoclip.evaluate.table.TableException;
import org.mammoclip.mammoclip.loss.Phase;
import org.mammoclip.mammoclip.random.SplitMix64;
import org.mammoclip.mammoclip.reports.BackTranslation;
import org.mammoclip.mammoclip.reports.ImageRule;
import org.mammoclip.mammoclip.reports.NoFindingSentences;
import org.mammoclip.mammoclip.reports.Vocabulary;
import org.mammoclip.mammoclip.text.WordPieceTokenizer;
import org.mammoclip.mammoclip.train.TrainingPair;
import org.mammoclip.mammogram.select.SelectionRules;
import org.mammoclip.phantom.PhantomCorpus;
import org.mammoclip.phantom.PhantomSettings;
import org.mammoclip.worker.evaluate.ImageKey;
import org.mammoclip.worker.evaluate.Progress;

/** Three phantom women as DICOM files with names that say nothing, and reports of them. */
class StudyTableTest {
    private static final PhantomSettings SETTINGS = new PhantomSettings(4, 256, 1, 2.5, Optional.empty());
    private static final int WOMEN = 3;
    private static final List<DataSet> IMAGES = new ArrayList<>();
    private static final List<String> REPORTS = new ArrayList<>();

    @TempDir
    Path folder;

    private Path studies = Path.of("");

    @BeforeAll
    static void draw(@TempDir Path corpus) throws IOException {
        Path out = corpus.resolve("corpus");
        new PhantomCorpus(SETTINGS, new ImageSize(152, 91), false, true).write(out, 0, WOMEN, done -> {});
        try (Stream<Path> files = Files.walk(out.resolve("dicom"))) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                // Pixels stay in the file, which lives as long as this class.
                IMAGES.add(Part10Reader.read(file, ReadLimits.DEFAULT).dataSet());
            }
        }
        for (int woman = 0; woman < WOMEN; woman++) {
            REPORTS.add(Files.readString(
                    out.resolve("reports").resolve(PhantomCorpus.patientId(SETTINGS, woman) + ".txt")));
        }
    }

    @BeforeEach
    void writeFiles() throws IOException {
        studies = Files.createDirectories(folder.resolve("archive/a/b"));
        for (int i = 0; i < IMAGES.size(); i++) {
            write(studies.resolve("IM" + i), IMAGES.get(i));
        }
    }

    private static void write(Path file, DataSet image) throws IOException {
        Part10Writer.write(file, Part10File.of(image, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN));
    }

    private static DataSet image(int woman, int view) {
        return IMAGES.get(4 * woman + view);
    }

    private Path csv(String... lines) throws IOException {
        return Files.writeString(folder.resolve("reports.csv"), String.join("\n", lines) + "\n");
    }

    private static String quoted(String text) {
        return '"' + text.replace("\"", "\"\"") + '"';
    }

    private static Progress silent() {
        return new Progress(new PrintWriter(Writer.nullWriter()), false, () -> 0);
    }

    private StudySettings settings(Path reports, PatientKeys keys, boolean sentencesOfSide, boolean skipBadRows) {
        return new StudySettings(studies, reports, keys, SelectionRules.DEFAULT, sentencesOfSide, 4, 1, skipBadRows);
    }

    private StudyTable table(String... lines) throws IOException {
        return StudyTable.read(settings(csv(lines), PatientKeys.hashed(), false, true), silent());
    }

    private static List<String> column(StudyTable table, String column) {
        CsvTable csv = table.table();
        return csv.rows().stream().map(row -> csv.value(row, column)).toList();
    }

    private static Problem note(StudyTable table, Issue issue) {
        return table.notes().stream()
                .filter(note -> note.issue() == issue)
                .findFirst()
                .orElseThrow(() -> new AssertionError(issue + " is not in " + table.notes()));
    }

    @Test
    void reportsFindTheirStudiesByAccessionNumber() throws IOException {
        StudyTable table = table(
                "AccessionNumber,Report",
                "PH0," + quoted(REPORTS.get(0)),
                "PH1," + quoted(REPORTS.get(1)),
                "PH2," + quoted(REPORTS.get(2)));
        assertThat(table.notes()).isEmpty();
        assertThat(table.table().rows()).hasSize(12);
        assertThat(column(table, "view")).containsOnly("CC", "MLO");
        assertThat(column(table, "img_size_row")).containsOnly("256");
        assertThat(new HashSet<>(column(table, "study_id"))).hasSize(3);
        Set<String> names = new HashSet<>();
        IMAGES.forEach(image -> names.add(image.string(Tag.SOPInstanceUID).orElseThrow()));
        assertThat(column(table, "image_id")).containsExactlyInAnyOrderElementsOf(names);
        assertThat(column(table, "FINDINGS").get(0)).isNotEmpty().doesNotContain("IMPRESSION");
        assertThat(column(table, "IMPRESSION").get(0)).contains("BI-RADS");
        assertThat(column(table, "HISTORY")).containsOnly("");
        assertThat(Integer.parseInt(column(table, "AGE").get(0))).isBetween(40, 90);
        String first = column(table, "image_id").get(0);
        assertThat(table.imageFolder(studies).find(new ImageKey("any", first))).exists();
    }

    @Test
    void patientsBecomeKeysAndNothingOfTheirsIsWritten() throws IOException {
        Path reports = csv("accession_number,report", "PH0," + quoted(REPORTS.get(0)), "PH1," + quoted(REPORTS.get(1)));
        String id = image(0, 0).string(Tag.PatientID).orElseThrow();
        List<Set<String>> keys = new ArrayList<>();
        byte[] secret = "a secret of some length".getBytes(StandardCharsets.UTF_8);
        for (PatientKeys way : List.of(PatientKeys.hashed(), PatientKeys.keyed(secret), PatientKeys.asTheyAre())) {
            StudyTable table = StudyTable.read(settings(reports, way, false, false), silent());
            keys.add(new HashSet<>(column(table, "patient_id")));
        }
        assertThat(keys.get(0)).hasSize(2).allMatch(key -> key.matches("[0-9a-f]{16}"));
        assertThat(keys.get(1)).hasSize(2).allMatch(key -> key.matches("[0-9a-f]{16}"));
        assertThat(keys.get(0)).doesNotContainAnyElementsOf(keys.get(1));
        assertThat(keys.get(2)).contains(id);
        StudyTable table = StudyTable.read(settings(reports, PatientKeys.hashed(), false, false), silent());
        assertThat(new String(table.content(), StandardCharsets.UTF_8))
                .doesNotContain(id)
                .doesNotContain("Computed");
        assertThatThrownBy(() -> PatientKeys.keyed(new byte[15])).hasMessageContaining("at least 16");
    }

    @Test
    void sectionsAndABreastEachAreReadToo() throws IOException {
        String uid = image(0, 0).string(Tag.StudyInstanceUID).orElseThrow();
        StudyTable table = table(
                "study_instance_uid;laterality;findings;impression;birads",
                uid + ";L;there is a mass;;4",
                uid + ";R;nothing is seen;;1");
        CsvTable csv = table.table();
        assertThat(csv.rows()).hasSize(4).allSatisfy(row -> {
            boolean left = csv.value(row, "laterality").equals("L");
            assertThat(csv.value(row, "FINDINGS")).isEqualTo(left ? "there is a mass" : "nothing is seen");
            assertThat(csv.value(row, "BIRADS_numeric")).isEqualTo(left ? "4" : "1");
        });
        assertThat(note(table, Issue.STUDIES_WITHOUT_REPORT).count()).isEqualTo(2);
    }

    @Test
    void aBreastCanHaveTheSentencesOfItsSideOnly() throws IOException {
        Path reports = csv(
                "accession_number,FINDINGS,IMPRESSION",
                "PH0,Dense breasts. There is a mass on the left. The right breast is normal.,Mass of the left breast.");
        StudyTable table = StudyTable.read(settings(reports, PatientKeys.hashed(), true, false), silent());
        CsvTable csv = table.table();
        assertThat(csv.rows()).hasSize(4).allSatisfy(row -> {
            boolean left = csv.value(row, "laterality").equals("L");
            assertThat(csv.value(row, "FINDINGS"))
                    .isEqualTo(
                            left
                                    ? "Dense breasts. There is a mass on the left."
                                    : "Dense breasts. The right breast is normal.");
            assertThat(csv.value(row, "IMPRESSION")).isEqualTo(left ? "Mass of the left breast." : "");
        });
    }

    @Test
    void aPatientNumberIsEnoughOnlyIfSheHasOneStudy() throws IOException {
        String id = image(0, 0).string(Tag.PatientID).orElseThrow();
        String[] lines = {"patient_id,report", id + "," + quoted(REPORTS.get(0))};
        assertThat(table(lines).table().rows()).hasSize(4);
        for (int view = 0; view < 4; view++) {
            write(studies.resolve("later" + view), again(image(0, view), view));
        }
        assertThatThrownBy(() -> table(lines))
                .isInstanceOf(TableException.class)
                .hasMessageContaining("4 studies, 1 reports");
    }

    private static DataSet again(DataSet image, int view) {
        return image.toBuilder()
                .uid(Tag.StudyInstanceUID, Uid.of("2.25.77"))
                .uid(Tag.SOPInstanceUID, Uid.of("2.25.77." + (view + 1)))
                .text(Tag.AccessionNumber, "LATER")
                .build();
    }

    @Test
    void whatIsNotUsedIsTold() throws IOException {
        Files.writeString(studies.resolve("DICOMDIR.txt"), "no DICOM");
        write(studies.resolve("copy"), image(0, 0));
        write(
                studies.resolve("raw"),
                image(1, 0).toBuilder()
                        .uid(Tag.SOPInstanceUID, Uid.of("2.25.5"))
                        .text(Tag.PresentationIntentType, "FOR PROCESSING")
                        .build());
        StudyTable table = table(
                "accession_number,report",
                "PH0," + quoted(REPORTS.get(0)),
                "PH1," + quoted(REPORTS.get(1)),
                "NOBODY," + quoted(REPORTS.get(2)));
        assertThat(table.table().rows()).hasSize(8);
        assertThat(note(table, Issue.STUDIES_WITHOUT_REPORT).where())
                .containsExactly(
                        "study " + image(2, 0).string(Tag.StudyInstanceUID).orElseThrow());
        assertThat(note(table, Issue.REPORTS_WITHOUT_STUDY).count()).isEqualTo(1);
        assertThat(note(table, Issue.OBJECTS_LEFT_OUT).where())
                .anyMatch(line -> line.equals("1 times an object that is there twice"))
                .anyMatch(line -> line.equals("1 times no DICOM object, or a damaged one"))
                .anyMatch(line -> line.contains("RAW"));
    }

    @Test
    void badReportsAreToldWithTheirLines() throws IOException {
        Path reports = csv(
                "accession_number,report",
                "PH0," + quoted(REPORTS.get(0)),
                "PH0," + quoted(REPORTS.get(0)),
                "," + quoted(REPORTS.get(0)),
                "PH1,no heading at all");
        assertThatThrownBy(() -> StudyTable.read(settings(reports, PatientKeys.hashed(), false, false), silent()))
                .isInstanceOfSatisfying(
                        TableException.class,
                        refused -> assertThat(refused.problems().toString())
                                .contains(
                                        ":14:",
                                        "does not say which study",
                                        "no section that begins a line with FINDINGS"));
        StudyTable table = StudyTable.read(settings(reports, PatientKeys.hashed(), false, true), silent());
        assertThat(note(table, Issue.BAD_ROWS).count()).isEqualTo(3);
        assertThatThrownBy(() -> table("accession_number,words", "PH0,x")).hasMessageContaining("no words");
        assertThatThrownBy(() -> table("number,report", "PH0,x")).hasMessageContaining("which study a report is about");
    }

    @Test
    void aStudyWithoutPatientIdIsLeftOut() throws IOException {
        for (int view = 0; view < 4; view++) {
            write(
                    studies.resolve("IM" + view),
                    image(0, view).toBuilder().text(Tag.PatientID).build());
        }
        StudyTable table =
                table("accession_number,report", "PH0," + quoted(REPORTS.get(0)), "PH1," + quoted(REPORTS.get(1)));
        assertThat(table.table().rows()).hasSize(4);
        assertThat(note(table, Issue.OBJECTS_LEFT_OUT).where().toString()).contains("without Patient ID");
    }

    @Test
    void aBreastWithOneViewIsLearnedFrom() throws IOException {
        for (int view = 1; view < 4; view++) {
            Files.delete(studies.resolve("IM" + view));
        }
        StudyTable table = table("accession_number,report", "PH0," + quoted(REPORTS.get(0)));
        assertThat(table.table().rows()).hasSize(1);
    }

    @Test
    void pretrainingReadsStudiesAndKeepsTwoExamsOfAWomanApart() throws IOException {
        for (int view = 0; view < 4; view++) {
            write(studies.resolve("later" + view), again(image(0, view), view));
        }
        StudyTable table = table(
                "accession_number,report",
                "PH0," + quoted(REPORTS.get(0)),
                "LATER," + quoted(REPORTS.get(1)),
                "PH2," + quoted(REPORTS.get(2)));
        PretrainingTables tables = new PretrainingTables(
                List.of(PretrainingTables.Source.of(table, studies)),
                List.of(),
                new SplitRule.Share(0.5, 1),
                BackTranslation.NONE,
                Optional.empty(),
                ImageRule.ONE_OF_EACH_VIEW,
                SentenceRule.ALL,
                Vocabulary.REFERENCE,
                NoFindingSentences.ALL,
                false);
        PretrainingData data = PretrainingData.read(
                tables,
                new ImageSettings(false, Optional.empty(), 0, 1 << 20),
                new RasterSize(152, 91),
                new WordPieceTokenizer(
                        new org.mammoclip.mammoclip.text.Vocabulary(
                                List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")),
                        true,
                        32));
        assertThat(data.training().size() + data.validation().size()).isEqualTo(6);
        assertThat(List.of(data.training().size(), data.validation().size())).containsAnyOf(2, 4);
        TrainingPair pair = data.training().read(0, Phase.EVALUATION, new SplitMix64(1));
        assertThat(pair).isNotNull();
        assertThat(data.summary().splits().get(0).patients()
                        + data.summary().splits().get(1).patients())
                .isEqualTo(2);
    }
}
