package org.mammoclip.mammoclip.learn.curve;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.mammoclip.mammoclip.evaluate.metric.Interval;
import org.mammoclip.mammoclip.evaluate.page.Html;

/**
 * The learning curves as one SVG picture that needs nothing else: a row for each finding, a column for each test. A line is the mean
 * over the seeds, the band goes from the worst seed to the best, dots are the seeds, the thin bar is the 95 % interval by patient.
 */
final class CurveFigure {
    private static final int PANEL_WIDTH = 400;
    private static final int PANEL_HEIGHT = 290;
    private static final int LEFT = 56;
    private static final int RIGHT = 16;
    private static final int TOP = 34;
    private static final int BOTTOM = 46;
    private static final int LEGEND = 34;
    private static final double STEP = 0.1;
    /** Ways of learning stand beside each other by this many pixels, so that their bars can be told apart. */
    private static final double APART = 5;

    private static final Map<Arm, String> COLOURS = Map.of(
            Arm.PROBE, "#0072b2", Arm.PROBE_RANDOM, "#56b4e9", Arm.FINETUNE, "#d55e00", Arm.FROM_SCRATCH, "#e69f00");

    private final CurveSummary summary;
    private final StringBuilder svg = new StringBuilder();

    private CurveFigure(CurveSummary summary) {
        this.summary = summary;
    }

    /** @param title what the picture is about */
    static String svg(CurveSummary summary, String title) {
        return new CurveFigure(summary).draw(title);
    }

    private String draw(String title) {
        List<String> findings = summary.findings();
        List<String> tests = summary.tests();
        int width = Math.max(1, tests.size()) * PANEL_WIDTH;
        int height = LEGEND + Math.max(1, findings.size()) * PANEL_HEIGHT;
        svg.append(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\""
                        + " font-family=\"sans-serif\" font-size=\"12\">%n",
                width,
                height,
                width,
                height));
        svg.append("<title>").append(Html.escape(title)).append("</title>\n");
        svg.append(String.format(Locale.ROOT, "<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>%n", width, height));
        legend(width);
        for (int row = 0; row < findings.size(); row++) {
            for (int column = 0; column < tests.size(); column++) {
                panel(findings.get(row), tests.get(column), column * PANEL_WIDTH, LEGEND + row * PANEL_HEIGHT);
            }
        }
        return svg.append("</svg>\n").toString();
    }

    /** In two rows where one would be too narrow. */
    private void legend(int width) {
        List<Arm> arms = summary.points().stream()
                .map(CurvePoint::arm)
                .distinct()
                .sorted()
                .toList();
        int perRow = width >= 2 * PANEL_WIDTH ? Arm.values().length : 2;
        double room = (double) (Math.min(width, 2 * PANEL_WIDTH) - LEFT) / perRow;
        for (int i = 0; i < arms.size(); i++) {
            double x = LEFT + i % perRow * room;
            double y = 13 + i / perRow * 15.0;
            line(x, y, x + 22, y, Objects.requireNonNull(COLOURS.get(arms.get(i))), 2.5);
            text(x + 28, y + 4, "start", "#222222", arms.get(i).title());
        }
    }

    private void panel(String finding, String test, int x, int y) {
        Frame frame = new Frame(x, y, low(finding));
        axes(frame, finding, test);
        List<Arm> arms = List.of(Arm.values());
        for (Arm arm : arms) {
            List<CurvePoint> points = new ArrayList<>();
            for (double fraction : summary.fractions()) {
                summary.point(arm, finding, fraction, test).ifPresent(points::add);
            }
            if (!points.isEmpty()) {
                curve(
                        frame,
                        points,
                        Objects.requireNonNull(COLOURS.get(arm)),
                        APART * (arm.ordinal() - (arms.size() - 1) / 2.0));
            }
        }
    }

    /** The same for all tests of a finding, so that panels can be compared. */
    private double low(String finding) {
        double lowest = summary.points().stream()
                .filter(point -> point.finding().equals(finding))
                .mapToDouble(point -> point.interval().orElse(point.range()).low())
                .min()
                .orElse(0);
        return Math.min(0.5, Math.floor(lowest / STEP) * STEP);
    }

    /** Where values lie in a panel; fractions on a logarithmic scale. */
    private final class Frame {
        private final int left;
        private final int top;
        private final double low;
        private final double first;
        private final double last;

        Frame(int x, int y, double low) {
            this.left = x + LEFT;
            this.top = y + TOP;
            this.low = low;
            List<Double> fractions = summary.fractions();
            this.first = fractions.get(0) / 1.6;
            this.last = fractions.get(fractions.size() - 1) * 1.6;
        }

        double right() {
            return left + PANEL_WIDTH - LEFT - RIGHT;
        }

        double bottom() {
            return top + PANEL_HEIGHT - TOP - BOTTOM;
        }

        double x(double fraction) {
            return left + (right() - left) * Math.log(fraction / first) / Math.log(last / first);
        }

        double y(double value) {
            return bottom() - (bottom() - top) * (value - low) / (1 - low);
        }
    }

    private void axes(Frame frame, String finding, String test) {
        for (double tick = frame.low; tick < 1 + STEP / 2; tick += STEP) {
            double y = frame.y(tick);
            line(frame.left, y, frame.right(), y, "#e3e3e3", 1);
            text(frame.left - 6, y + 4, "end", "#444444", String.format(Locale.ROOT, "%.1f", tick));
        }
        boolean ranks = summary.metric(finding).equals("auroc");
        if (ranks) {
            svg.append(String.format(
                    Locale.ROOT,
                    "<line x1=\"%d\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"#888888\" stroke-dasharray=\"4 3\"/>%n",
                    frame.left,
                    frame.y(0.5),
                    frame.right(),
                    frame.y(0.5)));
        }
        for (double fraction : summary.fractions()) {
            text(frame.x(fraction), frame.bottom() + 16, "middle", "#444444", CurveCell.percent(fraction));
        }
        line(frame.left, frame.bottom(), frame.right(), frame.bottom(), "#444444", 1);
        line(frame.left, frame.top, frame.left, frame.bottom(), "#444444", 1);
        text((frame.left + frame.right()) / 2, frame.bottom() + 34, "middle", "#222222", "labelled training patients");
        svg.append("<g font-weight=\"bold\">\n");
        text(frame.left, frame.top - 12, "start", "#222222", finding + ", test " + test);
        svg.append("</g>\n");
        svg.append(String.format(
                Locale.ROOT,
                "<text transform=\"translate(%.1f %.1f) rotate(-90)\" text-anchor=\"middle\" fill=\"#222222\">%s</text>%n",
                frame.left - 38.0,
                (frame.top + frame.bottom()) / 2,
                ranks ? "AUROC" : "accuracy"));
    }

    private void curve(Frame frame, List<CurvePoint> points, String colour, double aside) {
        band(frame, points, colour, aside);
        StringBuilder path = new StringBuilder();
        for (CurvePoint point : points) {
            path.append(path.length() == 0 ? "M" : "L")
                    .append(String.format(
                            Locale.ROOT, "%.1f %.1f", frame.x(point.fraction()) + aside, frame.y(point.mean())));
        }
        svg.append("<path d=\"" + path + "\" fill=\"none\" stroke=\"" + colour + "\" stroke-width=\"2.5\"/>\n");
        for (CurvePoint point : points) {
            double x = frame.x(point.fraction()) + aside;
            Optional<Interval> interval = point.interval();
            if (interval.isPresent()) {
                line(x, frame.y(interval.get().low()), x, frame.y(interval.get().high()), colour, 1);
            }
            point.seeds()
                    .forEach(seed -> svg.append(String.format(
                            Locale.ROOT,
                            "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"%s\"/>%n",
                            x,
                            frame.y(seed.value().value()),
                            colour)));
        }
    }

    private void band(Frame frame, List<CurvePoint> points, String colour, double aside) {
        StringBuilder path = new StringBuilder();
        for (CurvePoint point : points) {
            path.append(path.length() == 0 ? "M" : "L")
                    .append(String.format(
                            Locale.ROOT,
                            "%.1f %.1f",
                            frame.x(point.fraction()) + aside,
                            frame.y(point.range().high())));
        }
        for (int i = points.size() - 1; i >= 0; i--) {
            path.append(String.format(
                    Locale.ROOT,
                    "L%.1f %.1f",
                    frame.x(points.get(i).fraction()) + aside,
                    frame.y(points.get(i).range().low())));
        }
        svg.append("<path d=\"" + path + "Z\" fill=\"" + colour + "\" fill-opacity=\"0.15\"/>\n");
    }

    private void line(double x1, double y1, double x2, double y2, String colour, double width) {
        svg.append(String.format(
                Locale.ROOT,
                "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\" stroke-width=\"%.1f\"/>%n",
                x1,
                y1,
                x2,
                y2,
                colour,
                width));
    }

    private void text(double x, double y, String anchor, String colour, String words) {
        svg.append(String.format(
                Locale.ROOT,
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" fill=\"%s\">%s</text>%n",
                x,
                y,
                anchor,
                colour,
                Html.escape(words)));
    }
}
