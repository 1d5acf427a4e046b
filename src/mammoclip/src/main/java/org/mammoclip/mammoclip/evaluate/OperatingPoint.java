package org.mammoclip.mammoclip.evaluate;

import java.util.List;
import org.mammoclip.mammoclip.evaluate.metric.Confusion;

/**
 * What a threshold gives.
 *
 * @param name of the point
 * @param threshold a unit with at least this score is called present; positive infinity calls nothing present
 * @param origin where the threshold comes from, in words
 * @param values sensitivity and so on
 */
public record OperatingPoint(
        String name, double threshold, String origin, Confusion confusion, List<MetricValue> values) {
    public OperatingPoint {
        values = List.copyOf(values);
    }

    /** @throws IllegalArgumentException if there is no such value */
    public MetricValue value(String key) {
        return values.stream()
                .filter(value -> value.key().equals(key))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no value " + key));
    }
}
