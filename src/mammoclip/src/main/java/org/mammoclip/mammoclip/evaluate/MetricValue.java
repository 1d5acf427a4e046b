package org.mammoclip.mammoclip.evaluate;

import java.util.Optional;
import org.mammoclip.mammoclip.evaluate.metric.Interval;

/**
 * A number of the result.
 *
 * @param key permanent name, as in {@code auroc}
 * @param value NaN if the cases do not define it
 * @param interval empty if none was asked for or too few resamples define the value
 */
public record MetricValue(String key, double value, Optional<Interval> interval) {}
