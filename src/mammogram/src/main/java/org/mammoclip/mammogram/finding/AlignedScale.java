package org.mammoclip.mammogram.finding;

/** The scale that findings with different thresholds share: 0 stays 0, the threshold becomes 0.5, 1 stays 1. */
final class AlignedScale {
    private AlignedScale() {}

    /** Linear between the three fixed points; at least 0.5 if and only if the score reaches the threshold. */
    static double of(double score, double threshold) {
        return score < threshold
                ? Math.min(0.5 * score / threshold, Math.nextDown(0.5))
                : 0.5 + 0.5 * (score - threshold) / (1 - threshold);
    }
}
