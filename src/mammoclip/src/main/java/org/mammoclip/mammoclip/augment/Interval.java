package org.mammoclip.mammoclip.augment;

import java.util.random.RandomGenerator;

/**
 * Where a parameter is drawn from, uniformly.
 *
 * @param low finite
 * @param high finite, at least {@code low}; equal means always this value
 */
public record Interval(double low, double high) {
    public Interval {
        if (!(high >= low) || !Double.isFinite(high - low)) {
            throw new IllegalArgumentException("interval from " + low + " to " + high);
        }
    }

    /** Always the same value. */
    public static Interval always(double value) {
        return new Interval(value, value);
    }

    /** From {@code -bound} to {@code bound}. */
    public static Interval symmetric(double bound) {
        return new Interval(-bound, bound);
    }

    double draw(RandomGenerator random) {
        return low + random.nextDouble() * (high - low);
    }
}
