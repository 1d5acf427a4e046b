package org.mammoclip.mammoclip.verify;

/**
 * How far computed values are from stored ones. Both are relative and infinite where a value is not finite or the numbers of
 * values differ.
 *
 * @param relativeL2 L2 norm of the difference over L2 norm of the stored values
 * @param largest largest single difference over the largest stored magnitude
 */
public record Deviation(double relativeL2, double largest) {
    static final Deviation TOTAL = new Deviation(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);

    static Deviation of(float[] actual, float[] expected) {
        if (actual.length != expected.length) {
            return TOTAL;
        }
        double squares = 0;
        double norm = 0;
        double largest = 0;
        double magnitude = 0;
        for (int i = 0; i < expected.length; i++) {
            double difference = Math.abs((double) actual[i] - expected[i]);
            if (!Double.isFinite(difference)) {
                return TOTAL;
            }
            squares += difference * difference;
            norm += (double) expected[i] * expected[i];
            largest = Math.max(largest, difference);
            magnitude = Math.max(magnitude, Math.abs((double) expected[i]));
        }
        return new Deviation(relative(Math.sqrt(squares), Math.sqrt(norm)), relative(largest, magnitude));
    }

    static double relative(double difference, double scale) {
        if (!Double.isFinite(difference)) {
            return Double.POSITIVE_INFINITY;
        }
        return difference == 0 ? 0 : difference / scale;
    }
}
