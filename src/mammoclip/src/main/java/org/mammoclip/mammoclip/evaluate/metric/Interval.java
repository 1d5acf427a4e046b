package org.mammoclip.mammoclip.evaluate.metric;

/**
 * Where a value may lie.
 *
 * @param low lower end
 * @param high upper end
 */
public record Interval(double low, double high) {
    public Interval {
        if (!(low <= high)) {
            throw new IllegalArgumentException("interval from " + low + " to " + high);
        }
    }
}
