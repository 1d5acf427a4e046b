package org.mammoclip.mammoclip.evaluate.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One axis of a chart.
 *
 * @param label below or beside it
 * @param low value at its beginning
 * @param high value at its end
 * @param ticks values that are marked
 * @param logarithmic equal ratios, not differences, take equal room
 */
public record Axis(String label, double low, double high, List<Double> ticks, boolean logarithmic) {
    public static Axis share(String label) {
        return new Axis(label, 0, 1, List.of(0.0, 0.2, 0.4, 0.6, 0.8, 1.0), false);
    }

    /** Round ticks between two values. */
    public static Axis between(String label, double low, double high) {
        double raw = (high - low) / 5;
        double power = Math.pow(10, Math.floor(Math.log10(raw)));
        double step =
                raw / power < 1.5 ? power : raw / power < 3.5 ? 2 * power : raw / power < 7.5 ? 5 * power : 10 * power;
        List<Double> ticks = new ArrayList<>();
        for (double tick = Math.ceil(low / step - 1e-9) * step; tick <= high + step * 1e-9; tick += step) {
            ticks.add(Math.abs(tick) < step * 1e-9 ? 0 : tick);
        }
        return new Axis(label, low, high, ticks, false);
    }

    /** Where a value lies, 0 at the beginning and 1 at the end, not beyond either. */
    double at(double value) {
        double share = logarithmic
                ? Math.log(Math.max(value, low) / low) / Math.log(high / low)
                : (value - low) / (high - low);
        return Math.max(0, Math.min(1, share));
    }

    static String tickText(double tick) {
        String text = String.format(Locale.ROOT, "%.3f", tick);
        return text.contains(".") ? text.replaceAll("0+$", "").replaceAll("\\.$", "") : text;
    }
}
