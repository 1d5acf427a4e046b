package org.mammoclip.mammogram.finding;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How scores of images become findings of breasts and a place in the reading list.
 *
 * <p>A finding is present in a breast when the score of the breast reaches its threshold; it is marked in an image when
 * it is present in the breast and the image itself reaches the threshold. So no mark stands in a breast that is called
 * negative, whatever the {@link Aggregation}; and because neither maximum nor mean exceeds the largest image score, a
 * breast that is called positive has at least one image that may be marked.
 *
 * @param thresholds the findings that the model looks for, in output order, and where each begins to count, in (0, 1)
 * @param aggregation over images and breasts
 * @param triage names findings of {@code thresholds} only; its thresholds may differ from theirs
 */
public record DecisionRules(Map<Finding, Double> thresholds, Aggregation aggregation, TriageRule triage) {
    /** @throws IllegalArgumentException naming the rule that is broken */
    public DecisionRules {
        if (thresholds.isEmpty() || !thresholds.values().stream().allMatch(value -> value > 0 && value < 1)) {
            throw new IllegalArgumentException("at least one finding; thresholds lie in (0, 1)");
        }
        if (thresholds.keySet().stream().map(Finding::key).distinct().count() != thresholds.size()) {
            throw new IllegalArgumentException("two findings have the same key");
        }
        thresholds = Collections.unmodifiableMap(new LinkedHashMap<>(thresholds));
        for (TriageRule.Condition condition : triage.conditions()) {
            if (!thresholds.containsKey(condition.finding())) {
                throw new IllegalArgumentException(
                        "triage by " + condition.finding().key() + ", which the model is not asked for");
            }
        }
    }

    /** The largest scores count, and any finding at its threshold is read first. */
    public static DecisionRules of(Map<Finding, Double> thresholds) {
        return new DecisionRules(thresholds, Aggregation.DEFAULT, TriageRule.anyFinding(thresholds));
    }

    /** @throws IllegalArgumentException if the model does not look for the finding */
    public double threshold(Finding finding) {
        Double threshold = thresholds.get(finding);
        if (threshold == null) {
            throw new IllegalArgumentException("the model does not look for " + finding.key());
        }
        return threshold;
    }
}
