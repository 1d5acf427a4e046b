package org.mammoclip.mammoclip;

/**
 * The answer to one finding on one image.
 *
 * @param prompt what was asked
 * @param score softmax of the two raw cosines at the positive phrase, without temperature, as the reference scores; between
 *     0.119 and 0.881, a rank and not a probability of disease
 * @param positiveCosine cosine of the image and the positive phrase, in [-1, 1]
 * @param negativeCosine cosine of the image and the negative phrase, in [-1, 1]
 * @param attribution where the evidence for the positive phrase lies
 */
public record FindingResult(
        FindingPrompt prompt, double score, double positiveCosine, double negativeCosine, AttributionMap attribution) {

    public FindingResult {
        if (!(score >= 0 && score <= 1) || !(Math.abs(positiveCosine) <= 1) || !(Math.abs(negativeCosine) <= 1)) {
            throw new IllegalArgumentException("score or cosine out of range for " + prompt.key());
        }
    }

    /** True if the score reaches the prompt's threshold. */
    public boolean present() {
        return score >= prompt.threshold();
    }
}
