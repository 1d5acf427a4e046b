package org.mammoclip.mammoclip.evaluate.metric;

import java.util.List;

/**
 * The boxes of one image and one finding.
 *
 * @param image its name
 * @param patient whose it is
 * @param truth boxes drawn by people; empty for an image without the finding
 * @param found boxes of the model, in any order
 */
public record BoxCase(String image, String patient, List<Box> truth, List<Found> found) {
    /**
     * A box of the model.
     *
     * @param score finite; larger means surer
     */
    public record Found(Box box, double score) {
        public Found {
            if (!Double.isFinite(score)) {
                throw new IllegalArgumentException("the score of a box must be a finite number, not " + score);
            }
        }
    }

    public BoxCase {
        truth = List.copyOf(truth);
        found = List.copyOf(found);
    }
}
