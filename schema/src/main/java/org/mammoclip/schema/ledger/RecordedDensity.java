package org.mammoclip.schema.ledger;

/**
 * What a model said about the density of the breasts of an exam: one probability for each category, in [0, 1].
 *
 * @param a almost entirely fatty
 * @param b scattered areas of fibroglandular density
 * @param c heterogeneously dense
 * @param d extremely dense
 */
public record RecordedDensity(double a, double b, double c, double d) {
    /** @throws IllegalArgumentException if a value is out of range or NaN */
    public RecordedDensity {
        for (double probability : new double[] {a, b, c, d}) {
            if (!(probability >= 0 && probability <= 1)) {
                throw new IllegalArgumentException("a density probability lies in [0, 1]");
            }
        }
    }
}
