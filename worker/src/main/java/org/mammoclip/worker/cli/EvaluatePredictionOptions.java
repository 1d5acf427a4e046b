package org.mammoclip.worker.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mammoclip.mammoclip.evaluate.table.ClassQuestion;
import org.mammoclip.mammoclip.evaluate.table.CsvTable;
import org.mammoclip.mammoclip.evaluate.table.Question;
import org.mammoclip.worker.evaluate.PredictedBoxes;
import picocli.CommandLine.Option;

/** Which columns and files of predictions {@code evaluate} reads. */
final class EvaluatePredictionOptions {
    @Option(
            names = "--finding",
            paramLabel = "NAME=SCORE,LABEL",
            description = "Columns of a finding; repeat for several.")
    List<String> findings = new ArrayList<>();

    @Option(
            names = "--classes",
            paramLabel = "NAME=LABEL,SCORE,SCORE...",
            description = "Columns of a question with several answers, such as density: the truth (0, 1, ... or A, B,"
                    + " ...), then one score per class.")
    List<String> classes = new ArrayList<>();

    @Option(
            names = "--boxes",
            paramLabel = "FILE",
            description =
                    "Found boxes: image_id, xmin, ymin, xmax, ymax, score, and finding if there are several. Needs"
                            + " --true-boxes.")
    @Nullable
    Path boxes;

    @Option(
            names = "--true-boxes",
            paramLabel = "FILE",
            description = "Boxes that people drew, in pixels of the same pictures: the same columns without score.")
    @Nullable
    Path trueBoxes;

    boolean isEmpty() {
        return findings.isEmpty() && classes.isEmpty() && boxes == null && trueBoxes == null;
    }

    /** @throws IllegalArgumentException saying how a finding is written */
    List<Question> questions() {
        return findings.stream().map(Question::parse).toList();
    }

    /** @throws IllegalArgumentException saying how classes are written */
    List<ClassQuestion> classQuestions() {
        return classes.stream().map(ClassQuestion::parse).toList();
    }

    /** @throws IllegalArgumentException if only one of both files is named */
    Optional<PredictedBoxes> readBoxes() throws IOException {
        if (boxes == null && trueBoxes == null) {
            return Optional.empty();
        }
        if (boxes == null || trueBoxes == null) {
            throw new IllegalArgumentException("--boxes and --true-boxes belong together");
        }
        return Optional.of(new PredictedBoxes(CsvTable.read(boxes), CsvTable.read(trueBoxes)));
    }
}
