package org.mammoclip.mammoclip;

/**
 * Turns the logit of a score source into a calibrated score: {@code sigmoid(slope x logit + intercept)}. Keeps the order of
 * images. What was fitted on a site's own validation data belongs here; it makes no number a probability by itself.
 *
 * @param slope above 0, at most 1000; Platt's slope, or one divided by the temperature
 * @param intercept -1000 to 1000; Platt's intercept, 0 for a temperature
 */
public record Calibration(double slope, double intercept) {
    /** The source's own score. */
    public static final Calibration NONE = new Calibration(1, 0);

    /** Bound of slope, intercept, and of both a temperature and its inverse. */
    public static final double MAX = 1000;

    public Calibration {
        if (!(slope > 0 && slope <= MAX)) {
            throw new IllegalArgumentException("slope must be above 0 and at most " + MAX + ", not " + slope);
        }
        if (!(Math.abs(intercept) <= MAX)) {
            throw new IllegalArgumentException("intercept must be -" + MAX + " to " + MAX + ", not " + intercept);
        }
    }

    /** @param temperature 0.001 to 1000; above 1 draws scores towards 0.5 */
    public static Calibration temperature(double temperature) {
        if (!(temperature >= 1 / MAX && temperature <= MAX)) {
            throw new IllegalArgumentException(
                    "temperature must be " + 1 / MAX + " to " + MAX + ", not " + temperature);
        }
        return new Calibration(1 / temperature, 0);
    }

    /**
     * @param logit of the source; negative infinity, a score of 0, stays 0
     * @return in [0, 1]
     */
    public double apply(double logit) {
        return 1 / (1 + Math.exp(-(slope * logit + intercept)));
    }
}
