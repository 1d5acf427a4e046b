package org.mammoclip.mammoclip;

import java.util.List;

/**
 * What a classifier says about the density of a breast: one probability per category of the ACR, in [0, 1], with sum 1.
 *
 * @param a almost entirely fatty
 * @param b scattered areas of fibroglandular density
 * @param c heterogeneously dense
 * @param d extremely dense
 */
public record BreastDensity(double a, double b, double c, double d) {
    /** Number of categories, and of the outputs of a density classifier. */
    public static final int CATEGORIES = 4;

    private static final double TOLERANCE = 1e-9;

    /** @throws IllegalArgumentException if the values are no distribution */
    public BreastDensity {
        if (!(a >= 0 && b >= 0 && c >= 0 && d >= 0) || !(Math.abs(a + b + c + d - 1) <= TOLERANCE)) {
            throw new IllegalArgumentException("density probabilities are not negative and have sum 1");
        }
    }

    /** The softmax of four finite logits. */
    static BreastDensity ofLogits(float[] logits) {
        double max = Math.max(Math.max(logits[0], logits[1]), Math.max(logits[2], logits[3]));
        double[] parts = new double[CATEGORIES];
        double sum = 0;
        for (int i = 0; i < parts.length; i++) {
            parts[i] = Math.exp(logits[i] - max);
            sum += parts[i];
        }
        return new BreastDensity(parts[0] / sum, parts[1] / sum, parts[2] / sum, parts[3] / sum);
    }

    /**
     * The mean over images: the density of an exam.
     *
     * @param images at least one
     * @throws IllegalArgumentException if there is none
     */
    public static BreastDensity mean(List<BreastDensity> images) {
        if (images.isEmpty()) {
            throw new IllegalArgumentException("no density to average");
        }
        int count = images.size();
        double a = images.stream().mapToDouble(BreastDensity::a).sum() / count;
        double b = images.stream().mapToDouble(BreastDensity::b).sum() / count;
        double c = images.stream().mapToDouble(BreastDensity::c).sum() / count;
        double d = images.stream().mapToDouble(BreastDensity::d).sum() / count;
        return new BreastDensity(a, b, c, d);
    }

    /** The most probable category: A, B, C or D; the less dense one of equals. */
    public char category() {
        double most = Math.max(Math.max(a, b), Math.max(c, d));
        return most == a ? 'A' : most == b ? 'B' : most == c ? 'C' : 'D';
    }
}
