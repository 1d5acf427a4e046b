package org.mammoclip.mammoclip.evaluate.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Predictions of any program with their truth, one row each.
 *
 * @param name of the file
 * @param sha256 of the file
 * @param questions what was asked
 * @param rows in the order of the file
 * @param hasPatients whether a column says which rows belong to one patient
 * @param skippedRows bad rows that were left out, as asked
 * @param problems the first of what was wrong with them
 */
public record PredictionTable(
        String name,
        String sha256,
        List<Question> questions,
        List<Row> rows,
        boolean hasPatients,
        int skippedRows,
        List<String> problems) {
    private static final List<String> SCORES = List.of(
            "score", "prediction", "pred", "probability", "prob", "proba", "y_score", "y_pred", "y_prob", "output");
    private static final List<String> LABELS =
            List.of("label", "target", "truth", "ground_truth", "y_true", "y", "cancer");
    static final List<String> PATIENTS =
            List.of("patient_id", "patient", "patientid", "subject_id", "study_id", "study");
    static final List<String> IMAGES =
            List.of("image_id", "image", "file_name", "filename", "file", "sop_instance_uid");
    private static final List<String> SIDES = List.of("laterality", "side", "breast");

    /**
     * One row.
     *
     * @param patient or the image if there is no such column
     * @param laterality L, R or empty
     * @param image or the row's own line if there is no such column
     * @param scores by question
     * @param labels by question
     */
    public record Row(
            long line,
            String patient,
            String laterality,
            String image,
            Map<String, Double> scores,
            Map<String, Boolean> labels) {
        public Row {
            scores = Map.copyOf(scores);
            labels = Map.copyOf(labels);
        }

        /** The prediction for one of the table's questions. */
        public double score(Question question) {
            return Objects.requireNonNull(scores.get(question.key()), "a question of this table");
        }

        /** The truth for one of the table's questions. */
        public boolean isPositive(Question question) {
            return Objects.requireNonNull(labels.get(question.key()), "a question of this table");
        }
    }

    public PredictionTable {
        questions = List.copyOf(questions);
        rows = List.copyOf(rows);
        problems = List.copyOf(problems);
    }

    /**
     * Guesses the one question of a table from usual column names.
     *
     * @throws TableException if there is no score or no label column that it knows
     */
    public static Question detect(CsvTable table) throws TableException {
        Optional<String> score = table.firstOf(SCORES);
        Optional<String> label = table.firstOf(LABELS);
        if (score.isEmpty() || label.isEmpty()) {
            throw new TableException(table.name() + ":1: no "
                    + (score.isEmpty() ? "score column (" + String.join(", ", SCORES) + ")" : "")
                    + (score.isEmpty() && label.isEmpty() ? " and no " : "")
                    + (label.isEmpty() ? "label column (" + String.join(", ", LABELS) + ")" : "")
                    + "; name them with --finding NAME=SCORE_COLUMN,LABEL_COLUMN; the header line has "
                    + String.join(", ", table.columns()));
        }
        String key = label.get().equalsIgnoreCase("cancer") ? "cancer" : "finding";
        return new Question(key, score.get(), label.get());
    }

    /**
     * @param skipBadRows leave rows with problems out instead of refusing the table
     * @throws TableException naming missing columns, or all problems with their lines
     */
    public static PredictionTable read(CsvTable table, List<Question> questions, boolean skipBadRows)
            throws TableException {
        table.require(questions.stream()
                .flatMap(question -> List.of(question.scoreColumn(), question.labelColumn()).stream())
                .distinct()
                .toList());
        Optional<String> patients = table.firstOf(PATIENTS);
        Optional<String> images = table.firstOf(IMAGES);
        Optional<String> sides = table.firstOf(SIDES);
        RowProblems problems = new RowProblems();
        List<Row> rows = new ArrayList<>();
        for (CsvTable.Row line : table.rows()) {
            RowReader row = new RowReader(table, line, problems);
            String own = "row " + line.line();
            List<OptionalDouble> scores = questions.stream()
                    .map(question -> row.number(question.scoreColumn()))
                    .toList();
            List<Optional<Boolean>> labels = questions.stream()
                    .map(question -> row.flag(question.labelColumn()))
                    .toList();
            String image = images.map(row::required).orElse(own);
            String patient = patients.map(row::required).orElse(image);
            String side = sides.filter(column -> !row.text(column).isEmpty())
                    .map(row::laterality)
                    .orElse("");
            if (row.isSound()) {
                rows.add(new Row(
                        line.line(),
                        patient,
                        side,
                        ImageNames.withoutExtension(image),
                        byKey(questions, i -> scores.get(i).orElseThrow()),
                        byKey(questions, i -> labels.get(i).orElseThrow())));
            }
        }
        if (!skipBadRows) {
            problems.requireNone();
        }
        return new PredictionTable(
                table.name(),
                table.sha256(),
                questions,
                rows,
                patients.isPresent(),
                problems.badRows(),
                problems.shown());
    }

    private static <T> Map<String, T> byKey(List<Question> questions, IntFunction<T> value) {
        return IntStream.range(0, questions.size())
                .boxed()
                .collect(Collectors.toMap(i -> questions.get(i).key(), value::apply));
    }
}
