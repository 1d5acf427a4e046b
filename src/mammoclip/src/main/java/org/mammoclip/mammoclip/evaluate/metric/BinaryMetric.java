package org.mammoclip.mammoclip.evaluate.metric;

/** A number for the scores of a yes-or-no question. */
@FunctionalInterface
public interface BinaryMetric {
    /**
     * @param weights how often each case counts, by rank, not negative
     * @return the value, or NaN if these cases do not define it (no positive case, for example)
     */
    double of(RankedCases cases, int[] weights);
}
