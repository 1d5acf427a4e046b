package org.mammoclip.mammoclip.factor;

/** The direction of an attribute or a sentence in the joint space of images and texts. Plain arithmetic. */
public final class AttributeEmbedding {
    private AttributeEmbedding() {}

    /**
     * The mean of the sentences' projected vectors, brought to unit length. One sentence, taken from a report, gives its own direction
     * (sentence-level attribution); the sentences of {@link
     * org.mammoclip.mammoclip.reports.AttributeSentences} give an attribute's.
     *
     * @param projected text projections, one row per sentence, <em>not</em> normalised, all of the same length
     * @return a vector of unit L2 norm
     * @throws IllegalArgumentException if there is no row or rows differ in length
     * @throws ArithmeticException if the mean has no direction or is not finite
     */
    public static float[] of(float[][] projected) {
        if (projected.length == 0) {
            throw new IllegalArgumentException("an attribute needs at least one sentence");
        }
        double[] sum = new double[projected[0].length];
        for (float[] row : projected) {
            if (row.length != sum.length) {
                throw new IllegalArgumentException(
                        "projected sentences of " + sum.length + " and " + row.length + " values");
            }
            for (int i = 0; i < row.length; i++) {
                sum[i] += row[i];
            }
        }
        return unit(sum);
    }

    /** A vector of the same direction and unit length. */
    static float[] unit(float[] vector) {
        double[] copy = new double[vector.length];
        for (int i = 0; i < vector.length; i++) {
            copy[i] = vector[i];
        }
        return unit(copy);
    }

    private static float[] unit(double[] vector) {
        double squares = 0;
        for (double value : vector) {
            squares += value * value;
        }
        double norm = Math.sqrt(squares);
        if (!(norm > 0) || !Double.isFinite(norm)) {
            throw new ArithmeticException("a sentence's vector of length " + norm + " has no direction");
        }
        float[] unit = new float[vector.length];
        for (int i = 0; i < unit.length; i++) {
            unit[i] = (float) (vector[i] / norm);
        }
        return unit;
    }
}
