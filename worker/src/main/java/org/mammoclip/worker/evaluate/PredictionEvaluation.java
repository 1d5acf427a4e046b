package org.mammoclip.worker.evaluate;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.mammoclip.mammoclip.evaluate.BinaryEvaluation;
import org.mammoclip.mammoclip.evaluate.BinaryQuestion;
import org.mammoclip.mammoclip.evaluate.BinaryResult;
import org.mammoclip.mammoclip.evaluate.ClassResult;
import org.mammoclip.mammoclip.evaluate.EvaluationReport;
import org.mammoclip.mammoclip.evaluate.EvaluationUnit;
import org.mammoclip.mammoclip.evaluate.Observation;
import org.mammoclip.mammoclip.evaluate.Provenance;
import org.mammoclip.mammoclip.evaluate.page.CasePictures;
import org.mammoclip.mammoclip.evaluate.table.ClassQuestion;
import org.mammoclip.mammoclip.evaluate.table.CsvTable;
import org.mammoclip.mammoclip.evaluate.table.PredictionTable;
import org.mammoclip.mammoclip.evaluate.table.Question;
import org.mammoclip.mammoclip.evaluate.table.TableException;

/** Evaluates the predictions that a table holds; needs no model. */
public final class PredictionEvaluation {
    private final EvaluationContext context;

    public PredictionEvaluation(EvaluationContext context) {
        this.context = context;
    }

    /**
     * @param test rows to evaluate
     * @param validation rows of other patients to choose thresholds on
     * @param asked empty: found by usual column names, if no classes are asked for either
     * @param classes questions with several answers
     * @param boxes found and true boxes of the images
     * @throws TableException if a table cannot be used as it is
     */
    public EvaluatedTable run(
            CsvTable test,
            Optional<CsvTable> validation,
            List<Question> asked,
            List<ClassQuestion> classes,
            Optional<PredictedBoxes> boxes)
            throws TableException {
        List<Question> questions = asked.isEmpty() && classes.isEmpty() ? List.of(PredictionTable.detect(test)) : asked;
        PredictionTable table = PredictionTable.read(test, questions, context.skipBadRows());
        if (table.rows().isEmpty()) {
            throw new TableException(table.name() + ": no row is left to evaluate", table.problems());
        }
        List<Provenance.Input> inputs = new ArrayList<>();
        inputs.add(input("Predictions", table));
        List<PredictionTable.Row> validationRows = List.of();
        if (validation.isPresent()) {
            PredictionTable read = PredictionTable.read(validation.get(), questions, context.skipBadRows());
            inputs.add(input("Validation", read));
            validationRows = read.rows();
            if (table.hasPatients() && read.hasPatients()) {
                requireOtherPatients(table.rows(), validationRows);
            }
        }
        requireUnit(table);
        List<BinaryResult> results = new ArrayList<>();
        for (Question question : questions) {
            results.add(BinaryEvaluation.run(
                    new BinaryQuestion(
                            question.key(),
                            title(question.key()),
                            observations(table.rows(), question),
                            observations(validationRows, question),
                            OptionalDouble.empty(),
                            boxes.isPresent() ? boxes.get().cases(question.key(), table.rows()) : List.of()),
                    context.settings()));
        }
        boxes.ifPresent(given -> inputs.addAll(given.inputs()));
        List<String> notes = new ArrayList<>();
        if (!table.hasPatients()) {
            notes.add("No column says which rows belong to one patient: every row is taken as a patient of its own, and"
                    + " intervals are too narrow if that is not so.");
        }
        if (table.skippedRows() > 0) {
            notes.add(table.skippedRows() + " bad rows were left out, the first of them: "
                    + table.problems().get(0));
        }
        return new EvaluatedTable(
                new EvaluationReport(
                        context.provenance(inputs, Optional.empty(), notes),
                        results,
                        classResults(test, classes),
                        Optional.empty()),
                CasePictures.NONE);
    }

    private List<ClassResult> classResults(CsvTable test, List<ClassQuestion> classes) throws TableException {
        List<ClassResult> results = new ArrayList<>();
        for (ClassQuestion question : classes) {
            List<ClassResult.Answer> answers = question.read(test, context.skipBadRows()).stream()
                    .map(answer -> new ClassResult.Answer(answer.patient(), answer.truth(), answer.answer()))
                    .toList();
            if (answers.isEmpty()) {
                throw new TableException(test.name() + ": no row answers " + question.key());
            }
            results.add(ClassResult.of(
                    question.key(), title(question.key()), question.classes(), answers, context.settings()));
        }
        return results;
    }

    private static Provenance.Input input(String role, PredictionTable table) {
        return new Provenance.Input(
                role, table.name(), table.sha256(), table.rows().size(), table.skippedRows());
    }

    private static void requireOtherPatients(List<PredictionTable.Row> test, List<PredictionTable.Row> validation)
            throws TableException {
        Set<String> patients = new HashSet<>();
        test.forEach(row -> patients.add(row.patient()));
        Leakage.refuse(validation.stream()
                .map(PredictionTable.Row::patient)
                .filter(patients::contains)
                .distinct()
                .count());
    }

    private void requireUnit(PredictionTable table) throws TableException {
        EvaluationUnit unit = context.settings().unit();
        boolean sides = table.rows().stream().noneMatch(row -> row.laterality().isEmpty());
        if (unit == EvaluationUnit.BREAST && !(sides && table.hasPatients())) {
            throw new TableException(table.name() + ": breasts are told apart by a patient and a laterality column, and"
                    + " every row needs both");
        }
        if (unit == EvaluationUnit.PATIENT && !table.hasPatients()) {
            throw new TableException(table.name() + ": patients are told apart by a column such as patient_id");
        }
    }

    private static List<Observation> observations(List<PredictionTable.Row> rows, Question question) {
        return rows.stream()
                .map(row -> new Observation(
                        row.image(), row.patient(), row.laterality(), row.score(question), row.isPositive(question)))
                .toList();
    }

    /** {@code suspicious_calcification} as people write it. */
    static String title(String key) {
        String words = key.replace('_', ' ').replace('-', ' ');
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }
}
