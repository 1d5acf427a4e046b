package org.mammoclip.mammoclip.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mammoclip.mammoclip.evaluate.table.CsvTable;
import org.mammoclip.mammoclip.evaluate.table.TableException;

class PatientSplitsTest {
    @TempDir
    Path folder;

    private CsvTable table(String name, String... lines) throws IOException {
        return CsvTable.read(Files.writeString(folder.resolve(name), String.join("\n", lines) + "\n"));
    }

    private static void add(PatientSplits splits, CsvTable table) throws TableException {
        splits.add(
                table,
                table.rows().stream()
                        .map(row -> new PatientSplits.Member(row.line(), table.value(row, "patient_id")))
                        .toList());
    }

    private CsvTable many(int patients) throws IOException {
        List<String> lines = new ArrayList<>(List.of("patient_id"));
        IntStream.range(0, patients).forEach(i -> lines.add("p" + i));
        return table("many" + patients + ".csv", lines.toArray(String[]::new));
    }

    @Test
    void aShareOfThePatientsValidatesAndMorePatientsMoveNoOne() throws Exception {
        PatientSplits few = new PatientSplits(new SplitRule.Share(0.2, 7));
        add(few, many(500));
        PatientSplits more = new PatientSplits(new SplitRule.Share(0.2, 7));
        add(more, many(1000));
        List<String> names = IntStream.range(0, 500).mapToObj(i -> "p" + i).toList();
        assertThat(names.stream()
                        .filter(name -> few.of(name) == Split.VALIDATION)
                        .count())
                .isBetween(70L, 130L);
        assertThat(names).allSatisfy(name -> assertThat(more.of(name)).isEqualTo(few.of(name)));
        PatientSplits other = new PatientSplits(new SplitRule.Share(0.2, 8));
        add(other, many(500));
        assertThat(names).anySatisfy(name -> assertThat(other.of(name)).isNotEqualTo(few.of(name)));
    }

    @Test
    void aTableTooSmallForItsShareStillValidatesOnSomebody() throws Exception {
        PatientSplits splits = new PatientSplits(new SplitRule.Share(0.001, 1));
        add(splits, many(3));
        assertThat(IntStream.range(0, 3).mapToObj(i -> splits.of("p" + i)))
                .containsOnlyOnce(Split.VALIDATION)
                .contains(Split.TRAINING);
    }

    @Test
    void theSplitColumnDecidesWhoTestsAndValidates() throws Exception {
        CsvTable table = table("t.csv", "patient_id,split", "a,training", "b,test", "c,VAL", "d,train");
        PatientSplits splits = new PatientSplits(new SplitRule.Share(0.9, 1));
        add(splits, table);
        assertThat(List.of(splits.of("a"), splits.of("b"), splits.of("c"), splits.of("d")))
                .containsExactly(Split.TRAINING, Split.TEST, Split.VALIDATION, Split.TRAINING);
        assertThatThrownBy(() -> splits.of("e")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void foldsDecideWhereSplitDoesNotSayTest() throws Exception {
        CsvTable table =
                table("t.csv", "patient_id,split,fold", "a,training,1", "b,test,0", "c,training,0", "d,training,2.0");
        PatientSplits splits = new PatientSplits(new SplitRule.Folds(0, OptionalInt.of(2)));
        add(splits, table);
        assertThat(List.of(splits.of("a"), splits.of("b"), splits.of("c"), splits.of("d")))
                .containsExactly(Split.TRAINING, Split.TEST, Split.VALIDATION, Split.TEST);
        assertThatThrownBy(() -> add(new PatientSplits(new SplitRule.Folds(0, OptionalInt.empty())), many(2)))
                .hasMessageContaining("no column 'fold'");
        assertThatThrownBy(() -> new SplitRule.Folds(1, OptionalInt.of(1)))
                .hasMessageContaining("both validation and test");
    }

    @Test
    void aPatientInTwoSplitsIsRefusedWithBothLines() throws Exception {
        CsvTable table = table("t.csv", "patient_id,split", "a,training", "b,test", "a,training", "a,test", "b,train");
        TableException leak =
                catchThrowableOfType(TableException.class, () -> add(new PatientSplits(SplitRule.usual(1)), table));
        assertThat(leak).hasMessageContaining("2 row(s)").hasMessageContaining("two splits");
        assertThat(leak.problems())
                .containsExactly(
                        "t.csv:5: this patient is for test here and for training or validation in line 2",
                        "t.csv:6: this patient is for training or validation here and for test in line 3");
        CsvTable folds = table("f.csv", "patient_id,fold", "a,0", "b,1", "a,1");
        TableException crossed = catchThrowableOfType(
                TableException.class, () -> add(new PatientSplits(new SplitRule.Folds(0, OptionalInt.empty())), folds));
        assertThat(crossed.problems())
                .containsExactly("f.csv:4: this patient is for training here and for validation in line 2");
    }

    @Test
    void aSecondTableKeepsOrContradictsTheFirst() throws Exception {
        PatientSplits splits = new PatientSplits(SplitRule.usual(3));
        add(splits, table("one.csv", "patient_id,split", "a,training", "b,test", "v,validation"));
        add(splits, table("two.csv", "patient_id", "b", "v", "x"));
        assertThat(splits.of("b")).isEqualTo(Split.TEST);
        assertThat(splits.of("v")).isEqualTo(Split.VALIDATION);
        TableException leak = catchThrowableOfType(
                TableException.class,
                () -> add(splits, table("three.csv", "patient_id,split", "q,training", "b,training")));
        assertThat(leak.problems())
                .containsExactly(
                        "three.csv:3: this patient is for training or validation here and for test in one.csv:3");
    }

    @Test
    void whatALaterTableSaysCountsBeforeChance() throws Exception {
        PatientSplits splits = new PatientSplits(new SplitRule.Share(0.99, 3));
        CsvTable silent = table("one.csv", "patient_id", "a", "b", "c");
        splits.add(silent, PatientSplits.members(silent));
        CsvTable says = table("two.csv", "study_id,split", "b,test", "c,training", ",test");
        splits.add(says, PatientSplits.members(says));
        assertThat(splits.of("b")).isEqualTo(Split.TEST);
        assertThat(splits.of("a")).isEqualTo(Split.VALIDATION);
        assertThat(splits.of("c")).isEqualTo(Split.VALIDATION);
        splits.add(silent, PatientSplits.members(silent));
        CsvTable late = table("three.csv", "patient_id,split", "x,training", "a,test");
        assertThatThrownBy(() -> splits.add(late, PatientSplits.members(late)))
                .isInstanceOfSatisfying(
                        TableException.class,
                        leak -> assertThat(leak.problems())
                                .containsExactly(
                                        "three.csv:3: this patient is for test here and for validation in one.csv:2"));
    }

    @Test
    void whatIsNoSplitIsNamedWithItsLine() throws Exception {
        TableException words = catchThrowableOfType(
                TableException.class,
                () -> add(
                        new PatientSplits(SplitRule.usual(1)),
                        table("t.csv", "patient_id,split", "a,training", "b,holdout")));
        assertThat(words.problems()).containsExactly("t.csv:3: split: 'holdout' is not training, validation or test");
        TableException folds = catchThrowableOfType(
                TableException.class,
                () -> add(
                        new PatientSplits(new SplitRule.Folds(0, OptionalInt.empty())),
                        table("f.csv", "patient_id,fold", "a,1.5")));
        assertThat(folds.problems()).containsExactly("f.csv:2: fold: '1.5' is not a whole number");
    }

    @Test
    void everythingCanBeForOnePurpose() throws Exception {
        PatientSplits splits = new PatientSplits(new SplitRule.Everything(Split.TEST));
        add(splits, table("t.csv", "patient_id,split", "a,training", "b,test"));
        assertThat(splits.of("a")).isEqualTo(Split.TEST);
    }
}
