package org.mammoclip.mammoclip.evaluate;

import java.util.List;
import java.util.Optional;
import org.mammoclip.mammoclip.evaluate.metric.HitRate;

/**
 * How often one way of pointing hits a true box, beside chance on the same images.
 *
 * @param kind what points
 * @param images with the finding
 * @param rate key {@code hit_rate}
 * @param chances those that are defined, in the order of {@link HitRate.Chance}
 */
public record PointResult(PointQuestion.Kind kind, int images, MetricValue rate, List<Beside> chances) {
    /**
     * One level of chance.
     *
     * @param rate what chance reaches; key is the level in lower case
     * @param difference hit rate minus chance, with the interval of the difference: both see the same resamples
     */
    public record Beside(HitRate.Chance chance, MetricValue rate, MetricValue difference) {}

    public PointResult {
        chances = List.copyOf(chances);
    }

    /** @return empty if that level is not defined for these images */
    public Optional<Beside> chance(HitRate.Chance level) {
        return chances.stream().filter(one -> one.chance() == level).findFirst();
    }
}
