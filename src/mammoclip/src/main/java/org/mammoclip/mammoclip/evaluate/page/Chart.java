package org.mammoclip.mammoclip.evaluate.page;

import java.util.List;
import java.util.Locale;

/** An SVG chart with two axes. Colours come from the page's style classes, so that light, dark and print look right. */
public final class Chart {
    private static final int WIDTH = 360;
    private static final int HEIGHT = 300;
    private static final int LEFT = 50;
    private static final int RIGHT = 12;
    private static final int TOP = 12;
    private static final int BOTTOM = 42;

    private final Axis x;
    private final Axis y;
    private final StringBuilder svg = new StringBuilder();

    /**
     * @param id names the plot in the page
     * @param description what it shows, for people who cannot see it
     */
    public Chart(String id, String description, Axis x, Axis y) {
        this.x = x;
        this.y = y;
        svg.append("<svg class=\"plot\" data-plot=\"")
                .append(Html.escape(id))
                .append("\" role=\"img\" aria-label=\"")
                .append(Html.escape(description))
                .append("\" viewBox=\"0 0 " + WIDTH + " " + HEIGHT + "\">\n");
        axes();
    }

    private void axes() {
        for (double tick : x.ticks()) {
            double at = px(tick);
            segment("grid", at, TOP, at, HEIGHT - BOTTOM);
            text("tick middle", at, HEIGHT - BOTTOM + 14, Axis.tickText(tick));
        }
        for (double tick : y.ticks()) {
            double at = py(tick);
            segment("grid", LEFT, at, WIDTH - RIGHT, at);
            text("tick end", LEFT - 6, at + 3.5, Axis.tickText(tick));
        }
        segment("axis", LEFT, HEIGHT - BOTTOM, WIDTH - RIGHT, HEIGHT - BOTTOM);
        segment("axis", LEFT, TOP, LEFT, HEIGHT - BOTTOM);
        text("label middle", (LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 8, x.label());
        double middle = (TOP + HEIGHT - BOTTOM) / 2.0;
        svg.append("<text class=\"label middle\" transform=\"translate(12 ")
                .append(number(middle))
                .append(") rotate(-90)\">")
                .append(Html.escape(y.label()))
                .append("</text>\n");
    }

    private double px(double value) {
        return LEFT + x.at(value) * (WIDTH - LEFT - RIGHT);
    }

    private double py(double value) {
        return HEIGHT - BOTTOM - y.at(value) * (HEIGHT - TOP - BOTTOM);
    }

    /** A line through points; points that would fall on the same place are left out. */
    public Chart line(String style, List<double[]> points) {
        StringBuilder path = new StringBuilder();
        String last = "";
        for (double[] point : points) {
            String at = number(px(point[0])) + " " + number(py(point[1]));
            if (!at.equals(last)) {
                path.append(path.length() == 0 ? "M" : "L").append(at);
                last = at;
            }
        }
        svg.append("<path class=\"")
                .append(style)
                .append("\" d=\"")
                .append(path)
                .append("\"/>\n");
        return this;
    }

    /** A filled rectangle between two corners. */
    public Chart bar(String style, double fromX, double fromY, double toX, double toY) {
        double left = Math.min(px(fromX), px(toX));
        double top = Math.min(py(fromY), py(toY));
        svg.append(String.format(
                Locale.ROOT,
                "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>%n",
                style,
                left,
                top,
                Math.abs(px(toX) - px(fromX)),
                Math.abs(py(toY) - py(fromY))));
        return this;
    }

    /** A round mark. */
    public Chart dot(String style, double atX, double atY, double radius) {
        svg.append(String.format(
                Locale.ROOT,
                "<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\"/>%n",
                style,
                px(atX),
                py(atY),
                radius));
        return this;
    }

    /** A diamond with a number in it. */
    public Chart diamond(double atX, double atY, int number) {
        double top = py(atY);
        svg.append(String.format(
                Locale.ROOT, "<path class=\"point\" d=\"M%.1f %.1fl9 9l-9 9l-9 -9z\"/>%n", px(atX), top - 9));
        text("mark middle", px(atX), top + 3.5, String.valueOf(number));
        return this;
    }

    /**
     * Lines of text in a corner.
     *
     * @param right at the right edge, else at the left one
     * @param bottom above the x axis, else below the top
     */
    public Chart legend(boolean right, boolean bottom, List<String> lines) {
        for (int i = 0; i < lines.size(); i++) {
            double atY = bottom ? HEIGHT - BOTTOM - 8 - 15.0 * (lines.size() - 1 - i) : TOP + 12 + 15.0 * i;
            text(right ? "note end" : "note", right ? WIDTH - RIGHT - 6 : LEFT + 8, atY, lines.get(i));
        }
        return this;
    }

    private void segment(String style, double x1, double y1, double x2, double y2) {
        svg.append(String.format(
                Locale.ROOT,
                "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>%n",
                style,
                x1,
                y1,
                x2,
                y2));
    }

    private void text(String style, double atX, double atY, String words) {
        svg.append("<text class=\"" + style + "\" x=\"" + number(atX) + "\" y=\"" + number(atY) + "\">"
                + Html.escape(words) + "</text>\n");
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    public String svg() {
        return svg + "</svg>\n";
    }
}
