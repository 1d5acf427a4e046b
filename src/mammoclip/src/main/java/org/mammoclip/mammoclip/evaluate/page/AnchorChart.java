package org.mammoclip.mammoclip.evaluate.page;

import java.util.List;
import java.util.Locale;
import org.mammoclip.mammoclip.evaluate.AnchorComparison;
import org.mammoclip.mammoclip.evaluate.MetricValue;
import org.mammoclip.mammoclip.evaluate.metric.Interval;

/** Published values as dots on one scale, with this evaluation's value and interval as a band across. */
final class AnchorChart {
    private static final int WIDTH = 760;
    private static final int NAMES = 430;
    private static final int LINE = 20;
    private static final int TOP = 26;

    private AnchorChart() {}

    /** @param comparisons of one metric, at least one */
    static String svg(String id, String metric, List<AnchorComparison> comparisons) {
        int height = TOP + comparisons.size() * LINE + 26;
        int bottom = height - 22;
        MetricValue measured = comparisons.get(0).measured();
        StringBuilder svg = new StringBuilder();
        svg.append("<svg class=\"plot wide\" data-plot=\"")
                .append(Html.escape(id))
                .append("\" role=\"img\" aria-label=\"Published ")
                .append(Html.escape(metric))
                .append(" values and this evaluation\" viewBox=\"0 0 " + WIDTH + " " + height + "\">\n");
        for (int i = 0; i <= 5; i++) {
            line(svg, "grid", at(i / 5.0), TOP - 6, at(i / 5.0), bottom);
            text(svg, "tick middle", at(i / 5.0), height - 8, Axis.tickText(i / 5.0));
        }
        if (measured.interval().isPresent()) {
            Interval interval = measured.interval().get();
            svg.append(String.format(
                    Locale.ROOT,
                    "<rect class=\"band\" x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\"/>%n",
                    at(interval.low()),
                    TOP - 6,
                    Math.max(1, at(interval.high()) - at(interval.low())),
                    bottom - TOP + 6));
        }
        line(svg, "measured", at(measured.value()), TOP - 6, at(measured.value()), bottom);
        text(svg, "note middle", at(measured.value()), TOP - 12, "this evaluation " + Numbers.of(measured.value()));
        for (int i = 0; i < comparisons.size(); i++) {
            AnchorComparison comparison = comparisons.get(i);
            double y = TOP + LINE * (i + 0.5);
            text(
                    svg,
                    "name end",
                    NAMES - 12,
                    y + 4,
                    comparison.anchor().model() + ", " + comparison.anchor().protocol());
            svg.append(String.format(
                    Locale.ROOT,
                    "<circle class=\"fill-two\" cx=\"%.1f\" cy=\"%.1f\" r=\"4.5\"/>%n",
                    at(comparison.anchor().value()),
                    y));
        }
        return svg.append("</svg>\n").toString();
    }

    private static double at(double value) {
        return NAMES + Math.max(0, Math.min(1, value)) * (WIDTH - NAMES - 20);
    }

    private static void line(StringBuilder svg, String style, double x1, double y1, double x2, double y2) {
        svg.append(String.format(
                Locale.ROOT,
                "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>%n",
                style,
                x1,
                y1,
                x2,
                y2));
    }

    private static void text(StringBuilder svg, String style, double x, double y, String words) {
        svg.append(String.format(Locale.ROOT, "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\">", style, x, y))
                .append(Html.escape(words))
                .append("</text>\n");
    }
}
