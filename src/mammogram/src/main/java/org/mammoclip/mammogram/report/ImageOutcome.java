package org.mammoclip.mammogram.report;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.mammoclip.mammogram.Mammogram;
import org.mammoclip.mammogram.finding.Finding;
import org.mammoclip.mammogram.finding.SourceAttribution;

/** What became of one image that was to be scored. */
public sealed interface ImageOutcome {
    Mammogram mammogram();

    /**
     * The image was scored.
     *
     * @param scores in [0, 1], for every finding that the model looks for
     * @param attributions where in this image the scores come from; at most one per finding, possibly none
     */
    record Scored(Mammogram mammogram, Map<Finding, Double> scores, List<SourceAttribution> attributions)
            implements ImageOutcome {
        /** @throws IllegalArgumentException if a score is out of range or NaN, or an attribution is of another image */
        public Scored {
            if (scores.isEmpty()) {
                throw new IllegalArgumentException("a scored image has scores");
            }
            scores = Collections.unmodifiableMap(new EnumMap<>(scores));
            attributions = List.copyOf(attributions);
            if (!scores.values().stream().allMatch(score -> score >= 0 && score <= 1)) {
                throw new IllegalArgumentException("a score lies in [0, 1]");
            }
            for (SourceAttribution attribution : attributions) {
                if (!attribution.source().equals(mammogram.source()) || !scores.containsKey(attribution.finding())) {
                    throw new IllegalArgumentException("attribution of another image or finding");
                }
            }
            if (attributions.stream().map(SourceAttribution::finding).distinct().count() != attributions.size()) {
                throw new IllegalArgumentException("one attribution per finding");
            }
        }

        /** @throws IllegalArgumentException if the model does not look for the finding */
        public double score(Finding finding) {
            Double score = scores.get(finding);
            if (score == null) {
                throw new IllegalArgumentException("the model does not look for " + finding);
            }
            return score;
        }
    }

    /**
     * The image could not be scored.
     *
     * @param reason why, in a few words without patient data
     */
    record Failed(Mammogram mammogram, String reason) implements ImageOutcome {
        /** @throws IllegalArgumentException if the reason is blank */
        public Failed {
            if (reason.isBlank()) {
                throw new IllegalArgumentException("a failure has a reason");
            }
        }
    }
}
