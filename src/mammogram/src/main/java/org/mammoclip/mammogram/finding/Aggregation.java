package org.mammoclip.mammogram.finding;

import java.util.Collection;

/**
 * How scores of images become those of breasts, and scores of breasts those of the exam.
 *
 * <p>The reference evaluates the mean over the images of a breast. A screening exam is triaged by its worst view instead:
 * a finding that one view shows clearly must not be averaged away by the view that hides it.
 *
 * @param breast over the images of one breast that were scored
 * @param exam over the breasts that have a score
 */
public record Aggregation(Over breast, Over exam) {
    /** The maximum over images and breasts. */
    public static final Aggregation DEFAULT = new Aggregation(Over.MAX, Over.MAX);

    /** As the published evaluation: the mean over the images of a breast, and the worse breast. */
    public static final Aggregation REFERENCE = new Aggregation(Over.MEAN, Over.MAX);

    /** Of several scores one. */
    public enum Over {
        MAX,
        MEAN;

        /**
         * @param scores at least one, none NaN
         * @return between the smallest and the largest of them
         * @throws IllegalArgumentException if there is none
         */
        public double of(Collection<Double> scores) {
            double max = scores.stream()
                    .mapToDouble(Double::doubleValue)
                    .max()
                    .orElseThrow(() -> new IllegalArgumentException("no scores to aggregate"));
            // Rounding must not lift a mean above its largest part: what is present in a breast is present in an image.
            return this == MAX
                    ? max
                    : Math.min(
                            max,
                            scores.stream()
                                    .mapToDouble(Double::doubleValue)
                                    .average()
                                    .orElse(max));
        }
    }
}
