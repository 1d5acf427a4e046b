package org.mammoclip.mammogram.finding;

import org.mammoclip.mammogram.Laterality;

/**
 * The score of one finding for one breast, aggregated over the images of that side.
 *
 * @param score in [0, 1]; the model's number, not a probability of cancer
 * @param threshold in (0, 1)
 */
public record FindingScore(Finding finding, Laterality laterality, double score, double threshold) {
    /** @throws IllegalArgumentException if score or threshold is out of range or NaN */
    public FindingScore {
        if (!(score >= 0 && score <= 1)) {
            throw new IllegalArgumentException("a score lies in [0, 1]");
        }
        if (!(threshold > 0 && threshold < 1)) {
            throw new IllegalArgumentException("a threshold lies in (0, 1)");
        }
    }

    /** Whether the score reaches the threshold. */
    public boolean present() {
        return score >= threshold;
    }

    /** The score on a scale that findings with different thresholds share, on which every threshold is 0.5. */
    public double aligned() {
        return AlignedScale.of(score, threshold);
    }
}
