package org.mammoclip.mammoclip.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mammoclip.mammoclip.evaluate.metric.Interval;
import org.mammoclip.mammoclip.evaluate.metric.Resampling;
import org.mammoclip.mammoclip.evaluate.metric.RetrievalMetrics;

/**
 * The evaluation of finding a report by its image.
 *
 * @param pairs images
 * @param distinctTexts texts to choose from
 * @param values recall at 1, 5, 10 and 15, and mean rank
 */
public record RetrievalResult(int pairs, int distinctTexts, List<MetricValue> values) {
    private static final int[] CUTOFFS = {1, 5, 10, 15};

    public RetrievalResult {
        values = List.copyOf(values);
    }

    /**
     * Evaluates ranks, drawing patients.
     *
     * @param patients whose image it is, per pair
     * @param ranks of the paired text, from 1, per pair; at least one
     */
    public static RetrievalResult of(
            List<String> patients, double[] ranks, int distinctTexts, EvaluationSettings settings) {
        RetrievalMetrics metrics = new RetrievalMetrics(ranks);
        List<Optional<Interval>> intervals =
                settings.bootstrap().intervals(Resampling.byCluster(patients), weights -> values(metrics, weights));
        int[] once = patients.stream().mapToInt(patient -> 1).toArray();
        double[] values = values(metrics, once);
        List<MetricValue> named = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            String key = i < CUTOFFS.length ? "recall_at_" + CUTOFFS[i] : "mean_rank";
            named.add(new MetricValue(key, values[i], intervals.isEmpty() ? Optional.empty() : intervals.get(i)));
        }
        return new RetrievalResult(ranks.length, distinctTexts, named);
    }

    private static double[] values(RetrievalMetrics metrics, int[] weights) {
        double[] values = new double[CUTOFFS.length + 1];
        for (int i = 0; i < CUTOFFS.length; i++) {
            values[i] = metrics.recallAt(CUTOFFS[i], weights);
        }
        values[CUTOFFS.length] = metrics.meanRank(weights);
        return values;
    }
}
