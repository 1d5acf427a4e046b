package org.mammoclip.mammoclip.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.mammoclip.mammoclip.evaluate.metric.HitRate;
import org.mammoclip.mammoclip.evaluate.metric.Interval;
import org.mammoclip.mammoclip.evaluate.metric.PointCase;
import org.mammoclip.mammoclip.evaluate.metric.Resampling;

/** Hit rates of one finding against chance; resamples draw patients. */
public final class PointEvaluation {
    private PointEvaluation() {}

    /** @return one per question that has images */
    public static List<PointResult> run(List<PointQuestion> questions, EvaluationSettings settings) {
        return questions.stream()
                .filter(question -> !question.images().isEmpty())
                .map(question -> run(question, settings))
                .toList();
    }

    private static PointResult run(PointQuestion question, EvaluationSettings settings) {
        List<PointCase> images = question.images();
        HitRate hits = HitRate.of(images);
        List<HitRate.Chance> levels =
                Arrays.stream(HitRate.Chance.values()).filter(hits::has).toList();
        double[] values =
                values(hits, levels, images.stream().mapToInt(image -> 1).toArray());
        List<Optional<Interval>> intervals = settings.bootstrap()
                .intervals(
                        Resampling.byCluster(
                                images.stream().map(PointCase::patient).toList()),
                        weights -> values(hits, levels, weights));
        List<PointResult.Beside> chances = new ArrayList<>();
        for (int i = 0; i < levels.size(); i++) {
            String key = levels.get(i).name().toLowerCase(Locale.ROOT);
            chances.add(new PointResult.Beside(
                    levels.get(i),
                    value(key, values, intervals, 1 + 2 * i),
                    value("above_" + key, values, intervals, 2 + 2 * i)));
        }
        return new PointResult(question.kind(), images.size(), value("hit_rate", values, intervals, 0), chances);
    }

    private static double[] values(HitRate hits, List<HitRate.Chance> levels, int[] weights) {
        double[] values = new double[1 + 2 * levels.size()];
        values[0] = hits.rate(weights);
        for (int i = 0; i < levels.size(); i++) {
            values[1 + 2 * i] = hits.chance(levels.get(i), weights);
            values[2 + 2 * i] = values[0] - values[1 + 2 * i];
        }
        return values;
    }

    private static MetricValue value(String key, double[] values, List<Optional<Interval>> intervals, int at) {
        return new MetricValue(key, values[at], intervals.isEmpty() ? Optional.empty() : intervals.get(at));
    }
}
