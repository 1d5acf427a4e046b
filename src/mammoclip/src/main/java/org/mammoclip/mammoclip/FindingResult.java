package org.mammoclip.mammoclip;

import java.util.List;
import java.util.OptionalDouble;

/**
 * The answer to one finding on one image. The raw cosines, the source's own score and the calibrated score are kept apart.
 *
 * @param definition what was asked
 * @param score calibrated, in [0, 1]; what is compared with the threshold
 * @param rawScore the source's own, in [0, 1]: the softmax of prompts (between 0.119 and 0.881 without temperature, a rank and not
 *     a probability of disease), the sigmoid of a classifier, the largest detection
 * @param positiveCosine cosine of the image and the positive prompts, in [-1, 1]; empty without prompts
 * @param negativeCosine cosine of the image and the negative prompts, in [-1, 1]; empty without prompts
 * @param attribution where the evidence lies; {@link AttributionMethod#NONE} if no map was asked for
 * @param boxes strongest first; those of a map only if the finding is present, because every map has a strongest place
 */
public record FindingResult(
        FindingDefinition definition,
        double score,
        double rawScore,
        OptionalDouble positiveCosine,
        OptionalDouble negativeCosine,
        AttributionMap attribution,
        List<FoundBox> boxes) {

    public FindingResult {
        boxes = List.copyOf(boxes);
        if (!(score >= 0 && score <= 1)
                || !(rawScore >= 0 && rawScore <= 1)
                || !(Math.abs(positiveCosine.orElse(0)) <= 1)
                || !(Math.abs(negativeCosine.orElse(0)) <= 1)) {
            throw new IllegalArgumentException("score or cosine out of range for " + definition.key());
        }
    }

    /** True if the calibrated score reaches the finding's threshold. */
    public boolean present() {
        return score >= definition.threshold();
    }
}
