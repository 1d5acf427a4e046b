package org.mammoclip.mammoclip.learn.probe;

/**
 * Each value minus its mean, divided by its deviation over the training images: one penalty then fits all. Never applied to a vector:
 * folded into weights and bias instead. A value that is constant but for rounding is left out.
 *
 * @param means of each value
 * @param scales one over the deviation; 0 for a constant
 */
record Standardisation(double[] means, double[] scales) {
    /** A deviation below this share of the mean is rounding of float32. */
    private static final double LEAST_SHARE = 1e-6;

    static Standardisation of(PooledVectors training) {
        double[] means = training.means();
        double[] scales = training.deviations(means);
        for (int j = 0; j < scales.length; j++) {
            scales[j] = scales[j] > LEAST_SHARE * Math.abs(means[j]) ? 1 / scales[j] : 0;
        }
        return new Standardisation(means, scales);
    }

    /** From weights and biases for standardised values to those for values as they are. */
    double[] fold(double[] arguments, int outputs) {
        int width = means.length;
        double[] folded = new double[arguments.length];
        for (int k = 0; k < outputs; k++) {
            double shift = 0;
            for (int j = 0; j < width; j++) {
                double weight = arguments[k * width + j] * scales[j];
                folded[k * width + j] = weight;
                shift += weight * means[j];
            }
            folded[outputs * width + k] = arguments[outputs * width + k] - shift;
        }
        return folded;
    }

    /** From derivatives by folded weights and biases to those by weights and biases for standardised values, in place. */
    void unfold(double[] gradient, int outputs) {
        int width = means.length;
        for (int k = 0; k < outputs; k++) {
            double bias = gradient[outputs * width + k];
            for (int j = 0; j < width; j++) {
                int at = k * width + j;
                gradient[at] = (gradient[at] - means[j] * bias) * scales[j];
            }
        }
    }
}
