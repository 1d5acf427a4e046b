package org.mammoclip.mammoclip.evaluate.metric;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Cases of a yes-or-no question, highest score first; equal scores stand beside one another and count as one step. The rank of a
 * case is its position here, from 0; its source is its position in the arrays it came from. Immutable, thread-safe.
 */
public final class RankedCases {
    private final double[] scores;
    private final boolean[] positive;
    private final int[] source;

    private RankedCases(double[] scores, boolean[] positive, int[] source) {
        this.scores = scores;
        this.positive = positive;
        this.source = source;
    }

    /**
     * @param scores finite; larger means more probably positive
     * @param positive the truth, same length
     * @throws IllegalArgumentException if the lengths differ or a score is NaN or infinite
     */
    public static RankedCases of(double[] scores, boolean[] positive) {
        if (scores.length != positive.length) {
            throw new IllegalArgumentException(scores.length + " scores for " + positive.length + " labels");
        }
        for (double score : scores) {
            if (!Double.isFinite(score)) {
                throw new IllegalArgumentException("a score must be a finite number, not " + score);
            }
        }
        int[] order = IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(i -> scores[i]).reversed())
                .mapToInt(Integer::intValue)
                .toArray();
        double[] ranked = new double[order.length];
        boolean[] truth = new boolean[order.length];
        for (int rank = 0; rank < order.length; rank++) {
            ranked[rank] = scores[order[rank]];
            truth[rank] = positive[order[rank]];
        }
        return new RankedCases(ranked, truth, order);
    }

    public int size() {
        return scores.length;
    }

    public double score(int rank) {
        return scores[rank];
    }

    public boolean positive(int rank) {
        return positive[rank];
    }

    public int source(int rank) {
        return source[rank];
    }

    /** Whether the next case has a lower score, or there is none. */
    boolean endsTie(int rank) {
        return rank == scores.length - 1 || scores[rank + 1] != scores[rank];
    }

    /** Weights by rank: every case once. */
    public int[] once() {
        int[] weights = new int[scores.length];
        Arrays.fill(weights, 1);
        return weights;
    }

    /** Weights by rank from weights by source. */
    public int[] byRank(int[] bySource) {
        int[] weights = new int[scores.length];
        for (int rank = 0; rank < weights.length; rank++) {
            weights[rank] = bySource[source[rank]];
        }
        return weights;
    }

    /** Whether all scores can be read as probabilities. */
    public boolean areProbabilities() {
        return scores.length == 0 || (scores[0] <= 1 && scores[scores.length - 1] >= 0);
    }
}
