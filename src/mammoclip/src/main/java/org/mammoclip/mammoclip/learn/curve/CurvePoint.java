package org.mammoclip.mammoclip.learn.curve;

import java.util.List;
import java.util.Optional;
import org.mammoclip.mammoclip.card.LearningResult;
import org.mammoclip.mammoclip.evaluate.metric.Interval;

/**
 * What one way of learning reaches with one fraction of the labels on one test, over all seeds.
 *
 * @param seeds one result each, at least one
 * @param trainingImages mean over the seeds
 * @param trainingPositives mean over the seeds; 0 for a question with several answers
 */
public record CurvePoint(
        Arm arm,
        String finding,
        double fraction,
        String test,
        List<LearningResult> seeds,
        double trainingImages,
        double trainingPositives) {
    public CurvePoint {
        seeds = List.copyOf(seeds);
        if (seeds.isEmpty()) {
            throw new IllegalArgumentException("a point needs a result");
        }
    }

    /** Over the seeds. */
    public double mean() {
        return seeds.stream()
                .mapToDouble(result -> result.value().value())
                .average()
                .orElseThrow();
    }

    /** From the worst seed to the best. */
    public Interval range() {
        double[] values = seeds.stream()
                .mapToDouble(result -> result.value().value())
                .sorted()
                .toArray();
        return new Interval(values[0], values[values.length - 1]);
    }

    /**
     * From the lowest to the highest end of the seeds' intervals by patient: at least as wide as a joint one. Empty if a seed has
     * none.
     */
    public Optional<Interval> interval() {
        if (seeds.stream().anyMatch(result -> result.value().interval().isEmpty())) {
            return Optional.empty();
        }
        double low = seeds.stream()
                .mapToDouble(result -> result.value().interval().orElseThrow().low())
                .min()
                .orElseThrow();
        double high = seeds.stream()
                .mapToDouble(result -> result.value().interval().orElseThrow().high())
                .max()
                .orElseThrow();
        return Optional.of(new Interval(low, high));
    }
}
