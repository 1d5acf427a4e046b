package org.mammoclip.mammoclip.learn.probe;

import java.util.Optional;
import org.mammoclip.mammoclip.Calibration;
import org.mammoclip.mammoclip.evaluate.ThresholdChoice;
import org.mammoclip.mammoclip.evaluate.metric.RankedCases;

/**
 * From a head's logit to a yes or no, chosen on validation data.
 *
 * @param calibration from logit to score
 * @param calibrated false if validation data give no calibration and the score is the logit's sigmoid
 * @param threshold in (0, 1): from this score on it is a yes
 */
public record OperatingScore(Calibration calibration, boolean calibrated, double threshold) {
    private static final double MARGIN = 1e-9;

    /**
     * @param logits of validation images
     * @param positive the truth
     */
    static OperatingScore on(double[] logits, boolean[] positive, ThresholdChoice choice) {
        Optional<Calibration> fitted = PlattScaling.fit(logits, positive);
        Calibration calibration = fitted.orElse(Calibration.NONE);
        double[] scores = new double[logits.length];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = calibration.apply(logits[i]);
        }
        return new OperatingScore(
                calibration, fitted.isPresent(), between(choice.on(RankedCases.of(scores, positive)), scores));
    }

    /** Halfway to the next lower score: the last digits of a score then decide nothing. */
    private static double between(double threshold, double[] scores) {
        double above = 1;
        double below = 0;
        for (double score : scores) {
            if (score >= threshold) {
                above = Math.min(above, score);
            } else {
                below = Math.max(below, score);
            }
        }
        return Math.min(1 - MARGIN, Math.max(MARGIN, (above + below) / 2));
    }
}
