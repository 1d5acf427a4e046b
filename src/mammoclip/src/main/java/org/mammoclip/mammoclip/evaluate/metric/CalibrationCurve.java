package org.mammoclip.mammoclip.evaluate.metric;

import java.util.ArrayList;
import java.util.List;

/**
 * What scores promise and what happened, in {@value #BINS} bins of equal width over [0, 1].
 *
 * @param bins without empty ones, ascending
 */
public record CalibrationCurve(List<Bin> bins) {
    public static final int BINS = 10;

    /**
     * One bin.
     *
     * @param meanScore mean score in it
     * @param observed share of positive cases in it
     * @param count cases in it
     */
    public record Bin(double meanScore, double observed, long count) {}

    public CalibrationCurve {
        bins = List.copyOf(bins);
    }

    /** @throws IllegalArgumentException if a score is outside [0, 1] */
    public static CalibrationCurve of(RankedCases cases, int[] weights) {
        if (!cases.areProbabilities()) {
            throw new IllegalArgumentException("scores outside [0, 1] are no probabilities");
        }
        double[] scores = new double[BINS];
        long[] positives = new long[BINS];
        long[] counts = new long[BINS];
        for (int rank = 0; rank < cases.size(); rank++) {
            int bin = Math.min(BINS - 1, (int) (cases.score(rank) * BINS));
            scores[bin] += weights[rank] * cases.score(rank);
            positives[bin] += cases.positive(rank) ? weights[rank] : 0;
            counts[bin] += weights[rank];
        }
        List<Bin> bins = new ArrayList<>();
        for (int i = 0; i < BINS; i++) {
            if (counts[i] > 0) {
                bins.add(new Bin(scores[i] / counts[i], (double) positives[i] / counts[i], counts[i]));
            }
        }
        return new CalibrationCurve(bins);
    }

    /** Mean distance of promise and observation, weighted by cases; NaN without cases. */
    public double expectedError() {
        double sum = 0;
        long count = 0;
        for (Bin bin : bins) {
            sum += bin.count() * Math.abs(bin.meanScore() - bin.observed());
            count += bin.count();
        }
        return count == 0 ? Double.NaN : sum / count;
    }
}
