package org.mammoclip.mammoclip.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mammoclip.mammoclip.evaluate.table.CsvTable;
import org.mammoclip.mammoclip.evaluate.table.TableException;
import org.mammoclip.mammoclip.reports.BackTranslation;
import org.mammoclip.mammoclip.reports.BreastRecord;
import org.mammoclip.mammoclip.reports.ReportText;

class ReportedSetTest {
    private static final String RAW = "patient_id,laterality,image_id,view,FINDINGS,IMPRESSION,fold";
    private static final String GROUPED = "patient_id,laterality,image,view,CC,MLO,text,text_augment,fold";
    private static final SplitRule FOLD_0 = new SplitRule.Folds(0, OptionalInt.of(3));

    @TempDir
    Path folder;

    private CsvTable table(String header, String... rows) throws IOException {
        return CsvTable.read(
                Files.writeString(folder.resolve("r.csv"), header + "\n" + String.join("\n", rows) + "\n"));
    }

    private static ReportedSet read(CsvTable table, boolean skip) throws TableException {
        return ReportedSet.read(table, new PatientSplits(FOLD_0), new MemoryImages(), BackTranslation.NONE, skip);
    }

    private static TableException refused(CsvTable table) {
        return catchThrowableOfType(TableException.class, () -> read(table, false));
    }

    private static ReportText text(String... sentences) {
        return new ReportText(List.of(sentences));
    }

    @Test
    void rowsOfABreastAreOneWithFindingsBeforeImpressions() throws Exception {
        ReportedSet set = read(
                table(
                        RAW,
                        "p1,L,a.png,CC,\"There is a mass. It is new here.\",BI-RADS 4 recall now.,1",
                        "p1,R,b.png,MLO,No mass is seen.,,1",
                        "p1,L,c.png,mlo,\"There is a mass. It is new here.\",Another biopsy is advised.,1",
                        "p2,L,d.png,CC,No mass is seen.,,0",
                        "p3,L,e.png,ML,No mass is seen.,,3"),
                false);
        assertThat(set.training()).hasSize(2);
        ReportedBreast left = set.training().get(0);
        assertThat(left.source()).isEqualTo("r.csv:2");
        List<ReportText> texts = List.of(
                text("there is a mass", "it is new here"),
                text("birads 4 recall now"),
                text("another biopsy is advised"));
        assertThat(left.record())
                .isEqualTo(new BreastRecord(
                        List.of("a", "c"),
                        List.of("a"),
                        List.of("c"),
                        texts,
                        left.record().translations()));
        assertThat(left.record().translations())
                .extracting(ReportText::joined)
                .isEqualTo(texts.stream().map(ReportText::joined).toList());
        assertThat(set.training().get(1).record().mlo()).containsExactly("b");
        assertThat(set.validation()).extracting(ReportedBreast::patient).containsExactly("p2");
        assertThat(set.of(Split.TEST)).singleElement().satisfies(breast -> {
            assertThat(breast.record().cc()).isEmpty();
            assertThat(breast.record().mlo()).isEmpty();
        });
    }

    @Test
    void groupedRowsBringTheirListsAndOtherWords() throws Exception {
        ReportedSet set = read(
                table(
                        GROUPED,
                        "p1,L,\"['a.png', 'c.png']\",\"['MLO', 'CC']\",['a.png'],['c.png'],"
                                + "\"['there is a mass', \"\"it's \\n new\"\"]\",\"['A Mass is there', 'new it is']\",1",
                        "p2,R,['b.png'],['CC'],['b.png'],[],['no mass is seen'],,0"),
                false);
        BreastRecord left = set.training().get(0).record();
        assertThat(left.images()).containsExactly("a", "c");
        assertThat(left.cc()).containsExactly("a");
        assertThat(left.mlo()).containsExactly("c");
        assertThat(left.texts()).containsExactly(text("there is a mass"), text("it's \n new"));
        assertThat(left.translations()).containsExactly(text("a mass is there"), text("new it is"));
        assertThat(set.validation().get(0).record().translations())
                .isEqualTo(set.validation().get(0).record().texts());
    }

    @Test
    void aBackTranslationFromOutsideIsPairedTextByText() throws Exception {
        CsvTable table = table(RAW, "p1,L,a.png,CC,There is a mass.,Recall the patient now.,1", "p2,L,b,CC,a b c.,,0");
        BackTranslation upper =
                texts -> texts.stream().map(text -> "OTHER " + text).toList();
        ReportedSet set = ReportedSet.read(table, new PatientSplits(FOLD_0), new MemoryImages(), upper, false);
        assertThat(set.training().get(0).record().translations())
                .containsExactly(text("other there is a mass"), text("other recall the patient now"));
        BackTranslation gaps = texts -> {
            throw new IllegalArgumentException("text 0 of 2 is not in t.jsonl");
        };
        TableException refused = catchThrowableOfType(
                TableException.class,
                () -> ReportedSet.read(table, new PatientSplits(FOLD_0), new MemoryImages(), gaps, false));
        assertThat(refused.problems())
                .containsExactly("r.csv:2: text 0 of 2 is not in t.jsonl", "r.csv:3: text 0 of 2 is not in t.jsonl");
    }

    @Test
    void everyBadRowIsNamedWithItsLineAndMayBeLeftOut() throws Exception {
        CsvTable table = table(
                RAW,
                "p1,X,a.png,CC,There is a mass.,,1",
                "p1,L,lost.png,CC,There is a mass.,,1",
                "p2,L,b.png,CC,Mass.,,1",
                "p3,L,c.png,CC,There is a mass.,,1",
                "p3,L,c.png,MLO,There is a mass.,,1",
                "p4,L,d.png,CC,There is a mass.,,0");
        assertThat(refused(table).problems())
                .containsExactly(
                        "r.csv:2: laterality: 'X' is not L or R",
                        "r.csv:4: FINDINGS: no sentence of three words or more in this report",
                        "r.csv:6: image_id: the same image as in line 5");
        ReportedSet left = read(table, true);
        assertThat(left.problems()).hasSize(4).contains("r.csv:3: no image 'lost'");
        assertThat(left.skippedRows()).isEqualTo(4);
        assertThat(left.training()).extracting(ReportedBreast::source).containsExactly("r.csv:5");
    }

    @Test
    void listsThatDoNotPairAreRefused() throws Exception {
        assertThat(refused(table(
                                GROUPED,
                                "p1,L,['a.png'],['CC'],['a.png'],[],\"['there is a mass', 'b']\",['one only'],1",
                                "p2,L,[],['CC'],[],[],['there is a mass'],,1",
                                "p3,L,['x.png',['CC'],[],[],['there is a mass'],,1"))
                        .problems())
                .hasSize(3)
                .satisfies(lines -> {
                    assertThat(lines.get(0)).isEqualTo("r.csv:2: text_augment: 1 elements for 2 of text");
                    assertThat(lines.get(1)).startsWith("r.csv:3: image");
                    assertThat(lines.get(2)).startsWith("r.csv:4: image: no list");
                });
    }

    @Test
    void aPatientInTwoFoldsIsRefusedEvenIfBadRowsMayBeSkipped() throws Exception {
        CsvTable table = table(RAW, "p1,L,a.png,CC,There is a mass.,,1", "p1,R,b.png,CC,There is a mass.,,0");
        TableException leak = catchThrowableOfType(TableException.class, () -> read(table, true));
        assertThat(leak.problems())
                .containsExactly("r.csv:3: this patient is for validation here and for training in line 2");
    }

    @Test
    void theDigestChangesWithWordsAndSplit() throws Exception {
        String row = "p1,L,a.png,CC,There is a mass.,,1";
        String digest = read(table(RAW, row), false).digest();
        assertThat(read(table(RAW, row), false).digest()).isEqualTo(digest);
        assertThat(read(table(RAW, row.replace(",1", ",0")), false).digest()).isNotEqualTo(digest);
        BackTranslation other = texts -> texts.stream().map(text -> "x " + text).toList();
        assertThat(ReportedSet.read(table(RAW, row), new PatientSplits(FOLD_0), new MemoryImages(), other, false)
                        .digest())
                .isNotEqualTo(digest);
    }
}
