package org.mammoclip.mammoclip.evaluate;

/**
 * A score and the truth for one unit: a row, an image, a breast or a patient.
 *
 * @param image of a larger unit, the image with the highest score
 * @param patient whose it is
 * @param laterality L, R, or empty if unknown
 * @param score finite
 */
public record Observation(String image, String patient, String laterality, double score, boolean positive) {
    public Observation {
        if (!Double.isFinite(score)) {
            throw new IllegalArgumentException("the score of image " + image + " is " + score);
        }
    }
}
