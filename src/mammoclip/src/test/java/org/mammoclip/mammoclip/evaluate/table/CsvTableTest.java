package org.mammoclip.mammoclip.evaluate.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mammoclip.mammoclip.evaluate.metric.BoxCase;

class CsvTableTest {
    @TempDir
    Path folder;

    private CsvTable table(String text) throws IOException {
        return CsvTable.read(Files.writeString(folder.resolve("t.csv"), text));
    }

    @Test
    void rowsKnowTheLineTheyBeginOn() throws Exception {
        CsvTable table = table("\uFEFFpatient_id,Text\n1,\"two\nlines\"\n2,x\n\n3,y\n");
        assertThat(table.columns()).containsExactly("patient_id", "Text");
        assertThat(table.rows()).extracting(CsvTable.Row::line).containsExactly(2L, 4L, 6L);
        assertThat(table.value(table.rows().get(0), "TEXT")).isEqualTo("two\nlines");
        assertThat(table.sha256()).hasSize(64);
    }

    @Test
    void semicolonsAndTabsSeparateToo() throws Exception {
        CsvTable table = table("a;b\n1;2,5\n");
        assertThat(table.value(table.rows().get(0), "b")).isEqualTo("2,5");
        CsvTable tabs = table("a\tb\n1\t2\n");
        assertThat(tabs.value(tabs.rows().get(0), "b")).isEqualTo("2");
    }

    @Test
    void whatIsNoTableIsRefusedWithAReason() throws Exception {
        assertThatThrownBy(() -> table("")).isInstanceOf(TableException.class).hasMessageContaining("is empty");
        assertThatThrownBy(() -> table("a,A\n1,2\n")).hasMessageContaining("'A' is there twice");
        assertThatThrownBy(() -> table("a,b\n1,\"2\n")).isInstanceOf(TableException.class);
        TableException shape = catchThrowableOfType(TableException.class, () -> table("a,b\n1,2\n3\n4,5,6\n"));
        assertThat(shape.problems())
                .containsExactly(
                        "t.csv:3: 1 values for 2 columns; is a quote or comma missing?",
                        "t.csv:4: 3 values for 2 columns; is a quote or comma missing?");
        Files.write(folder.resolve("latin.csv"), new byte[] {'a', '\n', (byte) 0xE9, '\n'});
        assertThatThrownBy(() -> CsvTable.read(folder.resolve("latin.csv"))).hasMessageContaining("UTF-8");
        assertThatThrownBy(() -> table("a,b\n1,2\n").require(List.of("c", "a", "d")))
                .hasMessageContaining("no column 'c', 'd'; the header line has a, b");
    }

    @Test
    void predictionsAreFoundByUsualNames() throws Exception {
        CsvTable table = table("Patient ID,image,Score,label\np1,i1.png,0.25,1\np1,i2.png,0.5,0\n");
        Question question = PredictionTable.detect(table);
        assertThat(question).isEqualTo(new Question("finding", "score", "label"));
        PredictionTable predictions = PredictionTable.read(table, List.of(question), false);
        assertThat(predictions.hasPatients()).isTrue();
        assertThat(predictions.rows().get(0))
                .isEqualTo(
                        new PredictionTable.Row(2, "p1", "", "i1", Map.of("finding", 0.25), Map.of("finding", true)));
        CsvTable images = table("image_id,score,label\na.png,0.25,1\na.png,0.5,0\n");
        assertThat(PredictionTable.read(images, List.of(question), false).rows())
                .as("without patients an image is its own")
                .extracting(PredictionTable.Row::patient)
                .containsExactly("a.png", "a.png");
        assertThatThrownBy(() -> PredictionTable.detect(table("a,label\n1,1\n")))
                .hasMessageContaining("no score column")
                .hasMessageContaining("--finding NAME=SCORE_COLUMN,LABEL_COLUMN");
    }

    @Test
    void everyProblemOfEveryRowIsToldAtOnce() throws Exception {
        CsvTable table = table("score,label\n0.1,1\nhigh,2\nNaN,\n0.2,0\n");
        List<Question> questions = List.of(new Question("m", "score", "label"));
        TableException refused =
                catchThrowableOfType(TableException.class, () -> PredictionTable.read(table, questions, false));
        assertThat(refused).hasMessageContaining("4 problem(s) in 2 row(s)").hasMessageContaining("--skip-bad-rows");
        assertThat(refused.problems())
                .containsExactly(
                        "t.csv:3: score: 'high' is not a finite number",
                        "t.csv:3: label: '2' is not 0 or 1",
                        "t.csv:4: score: 'NaN' is not a finite number",
                        "t.csv:4: label: is empty; 0 or 1 is needed");
        PredictionTable skipped = PredictionTable.read(table, questions, true);
        assertThat(skipped.rows()).hasSize(2);
        assertThat(skipped.skippedRows()).isEqualTo(2);
    }

    @Test
    void theListOfProblemsIsBounded() throws Exception {
        CsvTable table = table("score,label\n" + "x,1\n".repeat(RowProblems.MAX_SHOWN + 50));
        TableException refused = catchThrowableOfType(
                TableException.class,
                () -> PredictionTable.read(table, List.of(new Question("m", "score", "label")), false));
        assertThat(refused.problems()).hasSize(RowProblems.MAX_SHOWN);
        assertThat(refused).hasMessageContaining("150 problem(s)").hasMessageContaining("first 100");
    }

    @Test
    void rowsAreChosenByAColumn() throws Exception {
        CsvTable table = table("split,x\ntraining,1\nTest,2\n");
        assertThat(RowRange.parse("split=test").of(table).rows()).hasSize(1);
        assertThatThrownBy(() -> RowRange.parse("split=other").of(table))
                .hasMessageContaining("no row has split=other; give another COLUMN=VALUE or 'all'");
        assertThatThrownBy(() -> RowRange.parse("split")).hasMessageContaining("COLUMN=VALUE");
    }

    @Test
    void boxesAreReadByFindingAndImage() throws Exception {
        CsvTable table =
                table("image_id,finding,xmin,ymin,xmax,ymax,score\na.png,Mass,1,2,3,4,0.5\na.png,Cyst,1,2,3,4,0.6\n");
        BoxTable boxes = BoxTable.found(table, "mass");
        assertThat(boxes.foundIn("a"))
                .hasSize(1)
                .first()
                .extracting(BoxCase.Found::score)
                .isEqualTo(0.5);
        assertThat(boxes.of("b")).isEmpty();
        CsvTable flat = table("image_id,xmin,ymin,xmax,ymax\na,3,2,3,4\n");
        TableException refused = catchThrowableOfType(TableException.class, () -> BoxTable.truth(flat, "mass"));
        assertThat(refused.problems().get(0)).startsWith("t.csv:2: xmin: a box needs finite edges");
        assertThatThrownBy(() -> BoxTable.found(flat, "mass")).hasMessageContaining("no column 'score'");
    }

    @Test
    void classesAreAnsweredByTheLargestScore() throws Exception {
        ClassQuestion density = ClassQuestion.parse("density=truth,p_a,p_b,p_c");
        assertThat(density.classes()).containsExactly("a", "b", "c");
        CsvTable table = table(
                "patient,truth,p_a,p_b,p_c\n1,B,0.2,0.7,0.1\n2,DENSITY C,0.5,0.5,0\n" + "3,0,1,0,0\n4,p_b,0,0,1\n");
        assertThat(density.read(table, false))
                .extracting(ClassQuestion.Answer::truth, ClassQuestion.Answer::answer)
                .containsExactly(tuple(1, 1), tuple(2, 0), tuple(0, 0), tuple(1, 2));
        CsvTable bad = table("truth,p_a,p_b,p_c\nD,1,0,0\n5,1,0,0\nA,1,,0\n");
        TableException refused = catchThrowableOfType(TableException.class, () -> density.read(bad, false));
        assertThat(refused.problems()).hasSize(3).first().asString().contains("t.csv:2: truth");
        assertThat(density.read(bad, true)).isEmpty();
        assertThatThrownBy(() -> ClassQuestion.parse("density=truth,p_a")).hasMessageContaining("NAME=LABEL_COLUMN");
    }

    @Test
    void questionsAreWrittenAsNameScoreLabel() {
        assertThat(Question.parse("mass=mass_prob,Mass")).isEqualTo(new Question("mass", "mass_prob", "Mass"));
        assertThatThrownBy(() -> Question.parse("mass=a")).hasMessageContaining("NAME=SCORE_COLUMN,LABEL_COLUMN");
        assertThatThrownBy(() -> Question.parse("<b>=a,b")).hasMessageContaining("letters");
    }
}
