package org.mammoclip.mammogram.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mammoclip.mammogram.Mammogram;
import org.mammoclip.mammogram.finding.Finding;
import org.mammoclip.mammogram.finding.SourceAttribution;
import org.mammoclip.mammogram.finding.SourceBox;
import org.mammoclip.mammogram.prepare.PreparationQuality;

/** What became of one image that was to be scored. */
public sealed interface ImageOutcome {
    Mammogram mammogram();

    /**
     * The image was scored.
     *
     * @param scores in [0, 1], for every finding that the model looks for, in any order
     * @param attributions where in this image the scores come from; at most one per finding, possibly none
     * @param boxes where in this image findings lie, at most {@value #MAX_BOXES}; a finding without any is located by its
     *     attribution
     * @param quality what a reader of the scores should know about the preparation of the image
     */
    record Scored(
            Mammogram mammogram,
            Map<Finding, Double> scores,
            List<SourceAttribution> attributions,
            List<SourceBox> boxes,
            Set<PreparationQuality> quality)
            implements ImageOutcome {
        /** More boxes than this in one image are refused: nobody could read them. */
        public static final int MAX_BOXES = 256;

        /** @throws IllegalArgumentException if a score is out of range or NaN, or a place is of another image or finding */
        public Scored {
            if (scores.isEmpty()) {
                throw new IllegalArgumentException("a scored image has scores");
            }
            scores = Collections.unmodifiableMap(new LinkedHashMap<>(scores));
            attributions = List.copyOf(attributions);
            boxes = List.copyOf(boxes);
            quality = Set.copyOf(quality);
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
            if (boxes.size() > MAX_BOXES
                    || !boxes.stream().map(SourceBox::finding).allMatch(scores::containsKey)) {
                throw new IllegalArgumentException("at most " + MAX_BOXES + " boxes, of findings that were scored");
            }
        }

        /** Without boxes, and nothing to say about the preparation. */
        public Scored(Mammogram mammogram, Map<Finding, Double> scores, List<SourceAttribution> attributions) {
            this(mammogram, scores, attributions, List.of(), Set.of());
        }

        /** @throws IllegalArgumentException if the model does not look for the finding */
        public double score(Finding finding) {
            Double score = scores.get(finding);
            if (score == null) {
                throw new IllegalArgumentException("the model does not look for " + finding.key());
            }
            return score;
        }

        /** Where in this image the score of a finding comes from, if it has a map. */
        public Optional<SourceAttribution> attribution(Finding finding) {
            return attributions.stream()
                    .filter(attribution -> attribution.finding().equals(finding))
                    .findFirst();
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
