package org.mammoclip.mammoclip.evaluate.metric;

import java.util.Arrays;

/**
 * How far up the paired text stands when all distinct texts are sorted by similarity to an image. Ranks count from 1 and may be
 * halves for ties. Immutable, thread-safe.
 */
public final class RetrievalMetrics {
    private final double[] ranks;

    /** @param ranks of the paired texts, each at least 1 */
    public RetrievalMetrics(double[] ranks) {
        if (Arrays.stream(ranks).anyMatch(rank -> !(rank >= 1))) {
            throw new IllegalArgumentException("ranks count from 1");
        }
        this.ranks = ranks.clone();
    }

    public int size() {
        return ranks.length;
    }

    /** Share of images whose text is among the first {@code k}. */
    public double recallAt(int k, int[] weights) {
        long hits = 0;
        long all = 0;
        for (int i = 0; i < ranks.length; i++) {
            hits += ranks[i] <= k ? weights[i] : 0;
            all += weights[i];
        }
        return all == 0 ? Double.NaN : (double) hits / all;
    }

    public double meanRank(int[] weights) {
        double sum = 0;
        long all = 0;
        for (int i = 0; i < ranks.length; i++) {
            sum += weights[i] * ranks[i];
            all += weights[i];
        }
        return all == 0 ? Double.NaN : sum / all;
    }
}
