package org.mammoclip.mammoclip.data.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mammoclip.mammoclip.text.TextTokenizer;
import org.mammoclip.mammoclip.text.Vocabulary;
import org.mammoclip.mammoclip.text.WordPieceTokenizer;

/** Hand-made tables with one fault each, and whether the check sees it where it is. */
class DataCheckTest {
    private static final String REPORTS =
            "patient_id,AGE,BIRADS_numeric,FINDINGS,IMPRESSION,image_id,fold,view,laterality\n";
    private static final String VINDR =
            "patient_id,image_id,laterality,view,breast_birads,breast_density,finding_categories,split,fold\n";
    private static final CheckOrigin ORIGIN =
            new CheckOrigin("Check", List.of("mammoclip", "data"), "1", Instant.EPOCH, List.of());

    @TempDir
    Path folder;

    private CheckedTable table(String name, String... lines) throws IOException {
        return TableReading.read(Files.writeString(folder.resolve(name), String.join("\n", lines) + "\n"));
    }

    private CheckedTable reports(String... lines) throws IOException {
        List<String> all = new ArrayList<>(List.of(REPORTS.strip()));
        all.addAll(List.of(lines));
        return table("reports.csv", all.toArray(String[]::new));
    }

    private CheckedTable vindr(String... lines) throws IOException {
        List<String> all = new ArrayList<>(List.of(VINDR.strip()));
        all.addAll(List.of(lines));
        return table("vindr.csv", all.toArray(String[]::new));
    }

    private static DataFigures check(CheckedTable... tables) {
        return new DataCheck(List.of(tables)).figures();
    }

    private static Problem only(DataFigures figures, Issue issue) {
        return figures.problems().stream()
                .filter(problem -> problem.issue() == issue)
                .reduce((a, b) -> {
                    throw new AssertionError(issue + " twice");
                })
                .orElseThrow(() -> new AssertionError(issue + " is not among " + figures.problems()));
    }

    private static ImageFact.Usable picture(long pixels, String... flags) {
        return new ImageFact.Usable("picture", 1520, 912, new ImageFact.PixelDigest(pixels, 1), Set.of(flags));
    }

    @Test
    void countsWhatIsThere() throws IOException {
        DataFigures figures = check(reports(
                "1,61,2,there is a mass here,benign finding of breast,a.png,0,CC,L",
                "1,61,2,there is a mass here,benign finding of breast,b.png,0,MLO,L",
                "1,61,2,nothing is to be seen,no suspicious finding here,c.png,0,CC,R",
                "2,49,1,nothing is to be seen,no suspicious finding here,d.png,1,CC,L"));
        assertThat(figures.patients()).isEqualTo(2);
        assertThat(figures.breasts()).isEqualTo(3);
        assertThat(figures.breastsWithBothViews()).isEqualTo(1);
        assertThat(figures.images()).isEqualTo(4);
        assertThat(figures.views()).isEqualTo(Map.of("CC", 3, "MLO", 1));
        assertThat(figures.ages()).isEqualTo(Map.of(40, 1, 60, 1));
        assertThat(figures.birads()).isEqualTo(Map.of("1", 1, "2", 3));
        assertThat(figures.texts().breasts()).isEqualTo(3);
        assertThat(figures.texts().texts()).isEqualTo(6);
        assertThat(figures.texts().differentReports()).isEqualTo(2);
        assertThat(figures.texts().sameReports()).isEqualTo(2);
        assertThat(figures.isSound()).isTrue();
        assertThat(only(figures, Issue.ONE_VIEW).where()).containsExactly("patient 1, R: CC", "patient 2, L: CC");
    }

    @Test
    void aReportOfFewPatientsIsCountedButNotShown() throws IOException {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            lines.add(i + ",50,1," + (i < 2 ? "mrs example was here" : "nothing is to be seen")
                    + ",no suspicious finding here,i" + i + ",0,CC,L");
        }
        DataFigures figures = check(reports(lines.toArray(String[]::new)));
        assertThat(figures.texts().commonReports())
                .isEqualTo(Map.of("nothing is to be seen no suspicious finding here", 3));
        assertThat(figures.texts().sameReports()).isEqualTo(5);
        assertThat(DataPage.of(figures, DataPictures.NONE, ORIGIN)).doesNotContain("example");
        assertThat(new String(DataJson.of(figures, ORIGIN))).doesNotContain("example");
    }

    @Test
    void badRowsAreToldWithTheirLines() throws IOException {
        DataFigures figures = check(reports(
                "1,61,2,there is a mass here,,a.png,0,CC,L",
                "1,61,2,there is a mass here,,a.png,0,MLO,L",
                "1,61,2,short,,b.png,0,MLO,L",
                "1,61,2,there is a mass here,,c.png,0,MLO,both"));
        assertThat(only(figures, Issue.BAD_ROWS).count()).isEqualTo(3);
        assertThat(only(figures, Issue.BAD_ROWS).where())
                .containsExactly(
                        "reports.csv:3: image_id: the same image as in line 2",
                        "reports.csv:4: FINDINGS: no sentence of three words or more in this report",
                        "reports.csv:5: laterality: 'BOTH' is not L or R");
        assertThat(only(figures, Issue.EMPTY_SECTIONS).count()).isEqualTo(1);
        assertThat(figures.isSound()).isFalse();
    }

    @Test
    void aTableThatIsNoneHasNoRowsAndSaysWhy() throws IOException {
        DataFigures torn = check(table("torn.csv", "image_id,FINDINGS,IMPRESSION", "a,b", "c,d,e,f"));
        assertThat(only(torn, Issue.UNREADABLE_TABLE).where())
                .anyMatch(line -> line.startsWith("torn.csv:2:"))
                .anyMatch(line -> line.startsWith("torn.csv:3:"));
        DataFigures other = check(table("other.csv", "a,b", "1,2"));
        assertThat(only(other, Issue.UNREADABLE_TABLE).detail()).contains("other.csv:1:", "FINDINGS");
        assertThat(only(other, Issue.NO_IMAGES).count()).isEqualTo(1);
    }

    @Test
    void aPatientInTwoSplitsOrFoldsIsLeakage() throws IOException {
        DataFigures figures = check(vindr(
                "1,a,L,CC,BI-RADS 1,DENSITY B,['No Finding'],training,1",
                "2,b,L,CC,BI-RADS 1,DENSITY B,['No Finding'],training,1",
                "2,c,L,CC,BI-RADS 1,DENSITY B,['No Finding'],test,0",
                "3,d,L,CC,BI-RADS 1,DENSITY B,['No Finding'],Test,0",
                "3,e,L,CC,BI-RADS 1,DENSITY B,['No Finding'],test,0"));
        assertThat(only(figures, Issue.PATIENT_IN_TWO_SPLITS).where())
                .containsExactly("vindr.csv:4: patient 2 has split test, but training in vindr.csv:3");
        assertThat(only(figures, Issue.PATIENT_IN_TWO_FOLDS).count()).isEqualTo(1);
        assertThat(figures.isSound()).isFalse();
    }

    @Test
    void splitsAreComparedBetweenTablesAndFoldsOnlyOfOneKind() throws IOException {
        CheckedTable labels = vindr("1,a,L,CC,BI-RADS 1,DENSITY B,['Mass'],test,0");
        CheckedTable texts = reports("1,61,2,there is a mass here,,a.png,3,CC,L");
        DataFigures figures = check(labels, texts);
        assertThat(figures.isSound()).isTrue();
        assertThat(figures.images()).isEqualTo(1);
        assertThat(only(figures, Issue.TEST_PATIENTS_ELSEWHERE).detail()).contains("reports.csv");
        CheckedTable other = table("more.csv", VINDR.strip(), "1,z,L,CC,BI-RADS 1,DENSITY B,['Mass'],training,0");
        assertThat(only(check(labels, other), Issue.PATIENT_IN_TWO_SPLITS).where())
                .containsExactly("more.csv:2: patient 1 has split training, but test in vindr.csv:2");
    }

    @Test
    void labelsAndDensitiesAreCountedByImageSplitAndFold() throws IOException {
        DataFigures figures = check(vindr(
                "1,a,L,CC,BI-RADS 4,DENSITY B,['Mass'],training,1",
                "1,a,L,CC,BI-RADS 4,DENSITY B,['Suspicious Calcification'],training,1",
                "1,b,L,MLO,BI-RADS 4,DENSITY B,['Mass'],training,1",
                "2,c,L,CC,BI-RADS 1,DENSITY D,['No Finding'],test,0"));
        GroupFigures training = figures.groups().stream()
                .filter(group -> group.value().equals("training"))
                .findFirst()
                .orElseThrow();
        assertThat(training.images()).isEqualTo(2);
        assertThat(training.positives()).containsEntry("mass", 2).containsEntry("suspicious_calcification", 1);
        assertThat(training.densities()).containsExactly(0, 2, 0, 0);
        assertThat(only(figures, Issue.NO_POSITIVES).where())
                .contains("vindr.csv, split test: no mass", "vindr.csv, fold 0: no suspicious_calcification");
    }

    @Test
    void samePicturesAreWorstAcrossSplitsThenAcrossPatients() throws IOException {
        DataCheck check = new DataCheck(List.of(vindr(
                "1,a,L,CC,BI-RADS 1,DENSITY B,['No Finding'],training,1",
                "1,b,L,MLO,BI-RADS 1,DENSITY B,['No Finding'],training,1",
                "2,c,L,CC,BI-RADS 1,DENSITY B,['No Finding'],training,1",
                "3,d,L,CC,BI-RADS 1,DENSITY B,['No Finding'],training,1",
                "4,e,L,CC,BI-RADS 1,DENSITY B,['No Finding'],training,1",
                "5,f,L,CC,BI-RADS 1,DENSITY B,['No Finding'],test,0",
                "6,g,L,CC,BI-RADS 1,DENSITY B,['No Finding'],test,0")));
        long[] pixels = {7, 7, 8, 8, 9, 9, 10};
        int next = 0;
        for (ImageName image : check.images()) {
            check.found(image, picture(pixels[next++]));
        }
        DataFigures figures = check.figures();
        assertThat(only(figures, Issue.SAME_PIXELS_IN_TWO_SPLITS).where()).containsExactly("4/e = 5/f");
        assertThat(only(figures, Issue.SAME_PIXELS_OF_TWO_PATIENTS).where()).containsExactly("2/c = 3/d");
        assertThat(only(figures, Issue.SAME_PIXELS).where()).containsExactly("1/a = 1/b");
        assertThat(figures.duplicates())
                .extracting(DuplicateGroup::acrossSplits)
                .containsExactly(true, false, false);
        assertThat(figures.isSound()).isFalse();
    }

    @Test
    void filesThatAreMissingUnusableOrDoubtfulAreNamed() throws IOException {
        DataCheck check = new DataCheck(List.of(reports(
                "1,61,2,there is a mass here,,a.png,0,CC,L",
                "1,61,2,there is a mass here,,b.png,0,MLO,L",
                "2,61,2,there is a mass here,,c.png,0,MLO,L")));
        check.filesInFolder(5);
        check.found(new ImageName("1", "a"), new ImageFact.Missing("no image 'a'"));
        check.found(new ImageName("1", "b"), new ImageFact.Unusable("BLANK: grey"));
        check.found(new ImageName("2", "c"), picture(3, "GLUED_REGIONS", "ENLARGED"));
        DataFigures figures = check.figures();
        assertThat(only(figures, Issue.MISSING_FILES).where()).containsExactly("1/a: no image 'a'");
        assertThat(only(figures, Issue.UNUSABLE_IMAGES).where()).containsExactly("1/b: BLANK: grey");
        assertThat(only(figures, Issue.GLUED_REGIONS).where()).containsExactly("2/c");
        assertThat(only(figures, Issue.ENLARGED).issue().severity()).isEqualTo(Issue.Severity.NOTE);
        assertThat(only(figures, Issue.FILES_WITHOUT_ROWS).count()).isEqualTo(3);
        assertThat(figures.usable()).isEqualTo(1);
        assertThat(figures.sizes()).isEqualTo(Map.of("1520x912", 1));
    }

    @Test
    void textsAreMeasuredInTheModelsPieces() throws IOException {
        TextTokenizer pieces = new WordPieceTokenizer(
                new Vocabulary(List.of(
                        "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "mass", "there", "is", "ma", "##ss", "##s", "a")),
                true,
                TextTokenizer.MAX_TEXT_LENGTH);
        DataCheck check = new DataCheck(List.of(reports(
                "1,61,2,there is a mass,,a.png,0,CC,L",
                "2,61,2,there is a mas xyzzy mass,,b.png,0,CC,L",
                "3,61,2,there is a xyzzy,,c.png,0,CC,L",
                "4,61,2,xyzzy is there,,d.png,0,CC,L")));
        check.readTextsWith(pieces, 8);
        TextFigures texts = check.figures().texts();
        assertThat(texts.withTokens()).isTrue();
        assertThat(texts.longest()).isEqualTo(2 + 7);
        assertThat(texts.tooLong()).isEqualTo(1);
        assertThat(texts.unknown()).isEqualTo(Map.of("xyzzy", 3));
        assertThat(texts.unknownWords()).isEqualTo(3.0 / 17);
        assertThat(texts.wholeWords()).isEqualTo(16.0 / 17);
        assertThat(only(check.figures(), Issue.UNKNOWN_WORDS).count()).isEqualTo(3);
        assertThat(only(check.figures(), Issue.LONG_TEXTS).detail()).contains("1 of 4 texts", "8 pieces", "9");
    }

    @Test
    void thePageEscapesWhatTheTableSaysAndTheJsonHasTheSameNumbers() throws IOException {
        DataFigures figures = check(reports(
                "<script>1</script>,61,2,there is a mass here,benign finding of breast,a.png,0,CC,L",
                "<script>1</script>,61,2,there is a mass here,benign finding of breast,b.png,1,CC,L"));
        String page = DataPage.of(figures, DataPictures.NONE, ORIGIN);
        assertThat(page)
                .doesNotContain("<script>")
                .contains("&lt;script&gt;", "Not ready: 1 problem", "default-src 'none'", "Patients in two folds");
        JsonNode json = new ObjectMapper().readTree(DataJson.of(figures, ORIGIN));
        assertThat(json.get("sound").asBoolean()).isFalse();
        assertThat(json.at("/problems/0/issue").asText()).isEqualTo("PATIENT_IN_TWO_FOLDS");
        assertThat(json.at("/counts/images").asInt()).isEqualTo(2);
        assertThat(json.at("/reports/texts").asInt()).isEqualTo(2);
    }

    @Test
    void aTableWithARowPerBreastGivesItsViewsAndTexts() throws IOException {
        DataFigures figures = check(
                table(
                        "breasts.csv",
                        "patient_id,laterality,image,view,CC,MLO,text,fold",
                        "1,R,\"['a.png', 'b.png']\",\"['CC', 'MLO']\",['a.png'],['b.png'],\"['there is a mass', 'benign one here']\",0"));
        assertThat(figures.images()).isEqualTo(2);
        assertThat(figures.views()).isEqualTo(Map.of("CC", 1, "MLO", 1));
        assertThat(figures.texts().texts()).isEqualTo(2);
        assertThat(figures.problems()).isEmpty();
    }
}
