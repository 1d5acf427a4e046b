package org.mammoclip.mammoclip;

import java.util.Optional;

/**
 * One finding a model is asked for: where its score comes from, how that is calibrated, from which value on the finding counts as
 * present, and how it is located.
 *
 * @param key permanent name in outputs and events, lower case with underscores, as in {@code suspicious_calcification}
 * @param title name for people
 * @param source what answers
 * @param calibration turns the source's logit into the score
 * @param threshold in (0, 1): the finding is called present when its calibrated score is at least this
 * @param attribution how the map of the evidence is made
 * @param boxes a detector whose boxes are shown; empty: those of a {@link ScoreSource.Detector}, else those of the map
 */
public record FindingDefinition(
        String key,
        String title,
        ScoreSource source,
        Calibration calibration,
        double threshold,
        AttributionSource attribution,
        Optional<BoxSource> boxes) {

    public FindingDefinition {
        if (!key.matches("[a-z][a-z0-9_]{0,62}")) {
            throw new IllegalArgumentException(
                    "finding key must be 1 to 63 of a-z, 0-9 and _, beginning with a letter: " + key);
        }
        if (title.isBlank()) {
            throw new IllegalArgumentException("finding " + key + " needs a title");
        }
        if (!(threshold > 0 && threshold < 1)) {
            throw new IllegalArgumentException(
                    "finding " + key + ": threshold must be between 0 and 1, not " + threshold);
        }
        if (source instanceof ScoreSource.Detector && attribution instanceof AttributionSource.Linear) {
            throw new IllegalArgumentException(
                    "finding " + key + ": a detector has no linear map; its boxes say where");
        }
    }

    /** A finding asked in one phrase that denies it and one that states it, uncalibrated, with the linear map. */
    public static FindingDefinition ofPrompts(
            String key, String title, String negative, String positive, double threshold) {
        return new FindingDefinition(
                key,
                title,
                ScoreSource.Prompts.of(negative, positive),
                Calibration.NONE,
                threshold,
                new AttributionSource.Linear(),
                Optional.empty());
    }
}
