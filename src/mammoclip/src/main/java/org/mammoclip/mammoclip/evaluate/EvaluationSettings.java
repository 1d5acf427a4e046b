package org.mammoclip.mammoclip.evaluate;

import java.util.List;
import org.mammoclip.mammoclip.evaluate.metric.Bootstrap;

/**
 * How to evaluate.
 *
 * @param unit what is one case
 * @param images how the images of a breast are combined
 * @param breasts how the breasts of a patient are combined
 * @param bootstrap of the intervals
 * @param cluster what a resample draws
 * @param thresholds operating points of every finding
 * @param overlaps least intersection over union of a hit box with a true one
 * @param worst how many false positives and how many false negatives are shown, 0 to 50
 */
public record EvaluationSettings(
        EvaluationUnit unit,
        Combination images,
        Combination breasts,
        Bootstrap bootstrap,
        Cluster cluster,
        List<ThresholdChoice> thresholds,
        List<Double> overlaps,
        int worst) {
    private static final int MAX_WORST = 50;

    /** What a bootstrap draws with replacement. */
    public enum Cluster {
        /** Patients, with all their cases. */
        PATIENT,
        /** Cases, positive and negative ones apart. */
        CASE
    }

    /** Images once; mean of the images of a breast, maximum over breasts; patients drawn; IoU 0.25 and 0.5. */
    public static final EvaluationSettings DEFAULT = new EvaluationSettings(
            EvaluationUnit.IMAGE,
            Combination.MEAN,
            Combination.MAX,
            Bootstrap.DEFAULT,
            Cluster.PATIENT,
            List.of(),
            List.of(0.25, 0.5),
            6);

    public EvaluationSettings {
        thresholds = List.copyOf(thresholds);
        overlaps = List.copyOf(overlaps);
        for (double overlap : overlaps) {
            if (!(overlap > 0 && overlap <= 1)) {
                throw new IllegalArgumentException("an overlap is above 0 and at most 1, not " + overlap);
            }
        }
        if (worst < 0 || worst > MAX_WORST) {
            throw new IllegalArgumentException("worst cases shown must be 0 to " + MAX_WORST + ", not " + worst);
        }
    }

    List<Observation> unitsOf(List<Observation> rows) {
        return unit.of(rows, images, breasts);
    }
}
