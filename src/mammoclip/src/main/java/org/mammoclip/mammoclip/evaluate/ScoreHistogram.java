package org.mammoclip.mammoclip.evaluate;

import java.util.ArrayList;
import java.util.List;

/**
 * How the scores of positive and of negative units are spread, in {@value #BINS} bins of equal width.
 *
 * @param low left edge of the first bin
 * @param high right edge of the last bin
 */
public record ScoreHistogram(double low, double high, List<Integer> positives, List<Integer> negatives) {
    public static final int BINS = 24;

    public ScoreHistogram {
        positives = List.copyOf(positives);
        negatives = List.copyOf(negatives);
    }

    /** @param units at least one */
    static ScoreHistogram of(List<Observation> units) {
        double low = units.stream().mapToDouble(Observation::score).min().orElseThrow();
        double high = units.stream().mapToDouble(Observation::score).max().orElseThrow();
        double width = high > low ? (high - low) / BINS : 1;
        int[][] counts = new int[2][BINS];
        for (Observation unit : units) {
            int bin = Math.min(BINS - 1, (int) ((unit.score() - low) / width));
            counts[unit.positive() ? 0 : 1][bin]++;
        }
        return new ScoreHistogram(low, high > low ? high : low + BINS, listOf(counts[0]), listOf(counts[1]));
    }

    private static List<Integer> listOf(int[] counts) {
        List<Integer> list = new ArrayList<>();
        for (int count : counts) {
            list.add(count);
        }
        return list;
    }
}
