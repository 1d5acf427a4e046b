package org.mammoclip.mammoclip.bench;

import java.util.List;

/**
 * How long the repetitions of one thing took.
 *
 * @param seconds wall time of each, rising, at least one
 * @param images computed in each
 */
public record Laps(List<Double> seconds, int images) {
    public Laps {
        if (seconds.isEmpty() || images < 1) {
            throw new IllegalArgumentException(seconds.size() + " laps of " + images + " images");
        }
        seconds = seconds.stream().sorted().toList();
    }

    /**
     * The value that this share of the laps did not exceed (nearest rank, always one of the values).
     *
     * @param share in (0, 1], as in 0.99
     */
    public double quantile(double share) {
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("a share of " + share);
        }
        int rank = (int) Math.ceil(share * seconds.size() - 1e-9);
        return seconds.get(Math.max(rank, 1) - 1);
    }

    public double median() {
        return quantile(0.5);
    }

    /** What a busy neighbour disturbs least. */
    public double shortest() {
        return seconds.get(0);
    }

    /** By the median. */
    public double imagesPerSecond() {
        return images / median();
    }
}
