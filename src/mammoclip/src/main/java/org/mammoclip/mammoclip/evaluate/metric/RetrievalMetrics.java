package org.mammoclip.mammoclip.evaluate.metric;

import java.util.Arrays;

/**
 * How far up the paired text stands when all distinct texts are sorted by similarity to an image. Ranks count from 1; a text that
 * is just as similar as the paired one stands before it. Immutable, thread-safe.
 */
public final class RetrievalMetrics {
    private final int[] ranks;

    /** @param ranks of the paired texts, each at least 1 */
    public RetrievalMetrics(int[] ranks) {
        if (Arrays.stream(ranks).anyMatch(rank -> rank < 1)) {
            throw new IllegalArgumentException("ranks count from 1");
        }
        this.ranks = ranks.clone();
    }

    /** The rank of one text among all. @param similarities to every distinct text */
    public static int rank(double[] similarities, int paired) {
        int rank = 0;
        for (double similarity : similarities) {
            rank += similarity >= similarities[paired] ? 1 : 0;
        }
        return rank;
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
            sum += (double) weights[i] * ranks[i];
            all += weights[i];
        }
        return all == 0 ? Double.NaN : sum / all;
    }
}
