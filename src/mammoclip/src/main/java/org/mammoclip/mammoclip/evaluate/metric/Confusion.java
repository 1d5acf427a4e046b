package org.mammoclip.mammoclip.evaluate.metric;

/**
 * How many cases were called present or absent, and rightly so. Ratios without a denominator are NaN, except F1 values, which are
 * then 0 as is usual.
 *
 * @param truePositives present and called present
 * @param falsePositives absent but called present
 * @param falseNegatives present but called absent
 * @param trueNegatives absent and called absent
 */
public record Confusion(long truePositives, long falsePositives, long falseNegatives, long trueNegatives) {
    /** Calls a case present if its score is at least the threshold. */
    public static Confusion at(double threshold, RankedCases cases, int[] weights) {
        long[] counts = new long[4];
        for (int rank = 0; rank < cases.size(); rank++) {
            boolean called = cases.score(rank) >= threshold;
            counts[(called ? 0 : 2) + (cases.positive(rank) == called ? 0 : 1)] += weights[rank];
        }
        return new Confusion(counts[0], counts[1], counts[3], counts[2]);
    }

    public long total() {
        return truePositives + falsePositives + falseNegatives + trueNegatives;
    }

    public double sensitivity() {
        return ratio(truePositives, truePositives + falseNegatives);
    }

    public double specificity() {
        return ratio(trueNegatives, trueNegatives + falsePositives);
    }

    /** Positive predictive value (precision). */
    public double ppv() {
        return ratio(truePositives, truePositives + falsePositives);
    }

    /** Negative predictive value. */
    public double npv() {
        return ratio(trueNegatives, trueNegatives + falseNegatives);
    }

    public double accuracy() {
        return ratio(truePositives + trueNegatives, total());
    }

    /** Mean of the F1 values of present and absent. */
    public double macroF1() {
        return (f1(truePositives, falsePositives + falseNegatives) + f1(trueNegatives, falsePositives + falseNegatives))
                / 2;
    }

    /** F1 of present. */
    public double f1() {
        return f1(truePositives, falsePositives + falseNegatives);
    }

    /** Sensitivity + specificity - 1. */
    public double youden() {
        return sensitivity() + specificity() - 1;
    }

    static double f1(long hits, long mistakes) {
        return hits == 0 ? 0 : 2.0 * hits / (2.0 * hits + mistakes);
    }

    private static double ratio(long part, long whole) {
        return whole == 0 ? Double.NaN : (double) part / whole;
    }
}
