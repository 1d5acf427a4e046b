package org.mammoclip.mammoclip.evaluate.page;

import java.util.Locale;
import org.mammoclip.mammoclip.evaluate.MetricValue;

/** Numbers as people read them. */
public final class Numbers {
    private Numbers() {}

    /** Three decimals; a dash for what is not defined. */
    public static String of(double value) {
        if (Double.isNaN(value)) {
            return "\u2013";
        }
        return Double.isInfinite(value) ? "\u221E" : String.format(Locale.ROOT, "%.3f", value);
    }

    /** As many decimals as a threshold needs to be used again. */
    public static String threshold(double value) {
        return Double.isInfinite(value) ? "\u221E" : String.format(Locale.ROOT, "%.4g", value);
    }

    /** The value, and on a line of its own the interval if there is one. */
    public static String withInterval(MetricValue value) {
        String interval = interval(value);
        return of(value.value()) + (interval.isEmpty() ? "" : "\n" + interval);
    }

    /** Both ends, or nothing. */
    public static String interval(MetricValue value) {
        return value.interval()
                .map(interval -> of(interval.low()) + "\u2013" + of(interval.high()))
                .orElse("");
    }

    /** With thousands separators. */
    public static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** With its sign. */
    public static String difference(double value) {
        return String.format(Locale.ROOT, "%+.3f", value).replace('-', '\u2212');
    }

    public static String percent(double share) {
        return Double.isNaN(share) ? "\u2013" : String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }
}
