package org.mammoclip.mammoclip.card;

import java.util.Optional;
import org.mammoclip.mammoclip.evaluate.MetricValue;
import org.mammoclip.mammoclip.evaluate.metric.Interval;

/**
 * One number that says how good something learned is.
 *
 * @param scope what was measured, on which data
 * @param value the metric's key, as in {@code auroc}, its value and its interval
 */
public record LearningResult(Scope scope, MetricValue value) {
    /**
     * What was measured, on which data.
     *
     * @param task what was learned, as in {@code probe}, {@code finetune}, {@code detector} or {@code mapper}
     * @param finding name or key of the finding; {@code density} for the breast's density
     * @param fraction share of the training images that was used, above 0 and at most 1
     * @param seed of the training
     * @param split {@code training}, {@code validation}, {@code test}, or the name of other data
     * @param images that were measured on
     * @param positives among them with the finding; 0 where the question has several answers
     */
    public record Scope(
            String task, String finding, double fraction, long seed, String split, int images, int positives) {
        public Scope {
            CardText.requireLine("task", task);
            CardText.requireLine("finding", finding);
            CardText.requireLine("split", split);
            if (!(fraction > 0 && fraction <= 1)) {
                throw new IllegalArgumentException("a fraction is above 0 and at most 1, not " + fraction);
            }
            if (images < 0 || positives < 0 || positives > images) {
                throw new IllegalArgumentException(positives + " positives of " + images + " images");
            }
        }
    }

    public LearningResult {
        CardText.requireLine("metric", value.key());
    }

    /** A value without an interval. */
    public static LearningResult of(Scope scope, String metric, double value) {
        return new LearningResult(scope, new MetricValue(metric, value, Optional.empty()));
    }

    /** A value with its 95 % interval. */
    public static LearningResult of(Scope scope, String metric, double value, Interval interval) {
        return new LearningResult(scope, new MetricValue(metric, value, Optional.of(interval)));
    }
}
