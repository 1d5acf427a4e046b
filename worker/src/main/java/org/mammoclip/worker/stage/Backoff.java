package org.mammoclip.worker.stage;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before trying again: doubling from {@code first} up to {@code longest}, each shortened by a random
 * part of up to a half, so that what failed together does not come back together. Thread-safe if {@code random} is.
 *
 * @param first before the second attempt, positive
 * @param longest bound, at least {@code first}
 */
public record Backoff(Duration first, Duration longest, RandomGenerator random) {
    private static final int MAX_DOUBLINGS = 30;

    public Backoff {
        if (first.isNegative() || first.isZero() || longest.compareTo(first) < 0) {
            throw new IllegalArgumentException("0 < first <= longest");
        }
    }

    /** @param attempt the attempt that failed, 1 for the first */
    public Duration after(int attempt) {
        int doublings = Math.min(Math.max(attempt - 1, 0), MAX_DOUBLINGS);
        double factor = Math.min(Math.pow(2, doublings), (double) longest.toMillis() / first.toMillis());
        double millis = first.toMillis() * factor * (1 - random.nextDouble() / 2);
        return Duration.ofMillis(Math.max(1, Math.round(millis)));
    }
}
