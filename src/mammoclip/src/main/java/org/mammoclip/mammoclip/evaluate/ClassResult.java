package org.mammoclip.mammoclip.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.mammoclip.mammoclip.evaluate.metric.ClassMetrics;
import org.mammoclip.mammoclip.evaluate.metric.Interval;
import org.mammoclip.mammoclip.evaluate.metric.Resampling;

/**
 * The evaluation of a question with several answers, such as density.
 *
 * @param key of the question
 * @param title for people
 * @param classes names, in order
 * @param table counts by truth, then answer
 * @param values accuracy, macro-F1, and the accuracy of always giving the most frequent class
 */
public record ClassResult(
        String key, String title, List<String> classes, List<List<Long>> table, List<MetricValue> values) {
    public ClassResult {
        classes = List.copyOf(classes);
        table = List.copyOf(table);
        values = List.copyOf(values);
    }

    /** Case by case: whose it is, what is true and what was answered, as indices of the classes. */
    public record Answer(String patient, int truth, int given) {}

    /**
     * Evaluates answers, drawing patients.
     *
     * @param answers at least one
     */
    public static ClassResult of(
            String key, String title, List<String> classes, List<Answer> answers, EvaluationSettings settings) {
        ClassMetrics metrics = new ClassMetrics(
                classes.size(),
                answers.stream().mapToInt(Answer::truth).toArray(),
                answers.stream().mapToInt(Answer::given).toArray());
        Resampling patients =
                Resampling.byCluster(answers.stream().map(Answer::patient).toList());
        List<Optional<Interval>> intervals = settings.bootstrap()
                .intervals(patients, weights -> new double[] {metrics.accuracy(weights), metrics.macroF1(weights)});
        int[] once = answers.stream().mapToInt(answer -> 1).toArray();
        List<List<Long>> table = new ArrayList<>();
        for (long[] row : metrics.table(once)) {
            table.add(Arrays.stream(row).boxed().toList());
        }
        return new ClassResult(
                key,
                title,
                classes,
                table,
                List.of(
                        new MetricValue("accuracy", metrics.accuracy(once), at(intervals, 0)),
                        new MetricValue("macro_f1", metrics.macroF1(once), at(intervals, 1)),
                        new MetricValue("majority_accuracy", metrics.majorityAccuracy(), Optional.empty())));
    }

    private static Optional<Interval> at(List<Optional<Interval>> intervals, int index) {
        return intervals.isEmpty() ? Optional.empty() : intervals.get(index);
    }
}
