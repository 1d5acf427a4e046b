package org.mammoclip.mammogram.overlay;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.mammoclip.mammogram.finding.BoxOrigin;

/**
 * What stands below the mammogram: what colours and lines mean, which box is what, and which model made it.
 *
 * @param origins of the boxes in the picture, in order
 */
record Legend(Captions captions, Set<BoxOrigin> origins) {
    private static final int ONE_COLUMN = 3;
    private static final double BAR = 0.34;
    private static final double SAMPLE = 4;
    private static final double GAP = 2;
    private static final int MID_GREY = 96;

    private boolean hasMap() {
        return !captions.map().isEmpty();
    }

    private int markColumns() {
        return captions.marks().size() > ONE_COLUMN ? 2 : 1;
    }

    private int markLines() {
        return (captions.marks().size() + markColumns() - 1) / markColumns();
    }

    int lines() {
        return (hasMap() ? 2 : 1)
                + captions.sentence().size()
                + markLines()
                + (origins.isEmpty() ? 0 : 1)
                + captions.versions().size();
    }

    void paint(Graphics2D graphics, Panel panel, int height) {
        panel.fill(graphics, height);
        graphics.setColor(Panel.RULE);
        graphics.fillRect(0, (int) panel.top(), (int) panel.width(), 1);
        double small = small(panel);
        int line = 0;
        if (hasMap()) {
            paintMapKey(graphics, panel, small);
            line = 2;
        } else {
            text(graphics, panel, captions.maker(), line++, small);
        }
        for (String part : captions.sentence()) {
            text(graphics, panel, part, line++, small);
        }
        for (int i = 0; i < captions.marks().size(); i++) {
            double left = panel.margin() + i / markLines() * panel.room() / 2;
            double top = panel.line(line + i % markLines());
            StrokeFont.draw(graphics, captions.marks().get(i), left, top, small, false, Panel.TEXT);
        }
        line += markLines();
        if (!origins.isEmpty()) {
            paintLineKey(graphics, panel, line++, small);
        }
        for (String versions : captions.versions()) {
            text(graphics, panel, versions, line++, small);
        }
    }

    private double small(Panel panel) {
        List<String> whole = new ArrayList<>(captions.versions());
        whole.addAll(captions.sentence());
        whole.add(captions.maker());
        double height = Panel.fitting(Panel.SMALL * panel.capHeight(), panel.room(), whole);
        height = Panel.fitting(height, panel.room() / markColumns() - panel.margin(), captions.marks());
        if (hasMap()) {
            double beside = panel.width() - panel.margin() - besideBar(panel);
            height = Panel.fitting(height, beside, List.of(captions.map(), captions.maker()));
        }
        return height;
    }

    private static void text(Graphics2D graphics, Panel panel, String text, int line, double height) {
        StrokeFont.draw(graphics, text, panel.margin(), panel.line(line), height, false, Panel.FAINT);
    }

    private static double barWidth(Panel panel) {
        return Math.rint(panel.width() * BAR);
    }

    private static double besideBar(Panel panel) {
        return panel.margin() + barWidth(panel) + 1.6 * panel.capHeight();
    }

    /** Two lines: the bar beside what is shown, its scale beside the model. */
    private void paintMapKey(Graphics2D graphics, Panel panel, double small) {
        double width = barWidth(panel);
        paintBar(graphics, (int) Math.round(panel.margin()), (int) Math.round(panel.line(0)), (int) width, panel);
        for (String tick : List.of("0", "0.5", "1")) {
            double left = (width - StrokeFont.width(tick, small)) * Double.parseDouble(tick);
            StrokeFont.draw(graphics, tick, panel.margin() + left, panel.line(1), small, false, Panel.FAINT);
        }
        StrokeFont.draw(graphics, captions.map(), besideBar(panel), panel.line(0), small, false, Panel.FAINT);
        StrokeFont.draw(graphics, captions.maker(), besideBar(panel), panel.line(1), small, false, Panel.FAINT);
    }

    /** The colours as they look over mid-grey tissue: the bar fades where the map does. */
    private static void paintBar(Graphics2D graphics, int left, int top, int width, Panel panel) {
        int height = (int) Math.round(panel.capHeight());
        for (int x = 0; x < width; x++) {
            graphics.setColor(new Color(Picture.blend(MID_GREY, x / (width - 1.0))));
            graphics.fillRect(left + x, top, 1, height);
        }
        graphics.setColor(Panel.RULE);
        graphics.setStroke(new BasicStroke(1));
        graphics.drawRect(left - 1, top - 1, width + 1, height + 1);
    }

    private void paintLineKey(Graphics2D graphics, Panel panel, int line, double small) {
        double height = Math.min(small, panel.room() / lineKeyWidth());
        double left = panel.margin();
        double middle = panel.line(line) + height / 2;
        for (BoxOrigin origin : origins) {
            double end = left + SAMPLE * height;
            graphics.setStroke(BoxMarks.stroke(origin, panel.capHeight()));
            graphics.setColor(Color.WHITE);
            graphics.draw(new Line2D.Double(left, middle, end, middle));
            StrokeFont.draw(graphics, meaning(origin), end + height, panel.line(line), height, false, Panel.FAINT);
            left = end + StrokeFont.width(meaning(origin), height) + (1 + GAP) * height;
        }
    }

    /** In heights of capitals. */
    private double lineKeyWidth() {
        return origins.stream()
                .mapToDouble(origin -> SAMPLE + 1 + StrokeFont.width(meaning(origin), 1) + GAP)
                .sum();
    }

    private static String meaning(BoxOrigin origin) {
        return switch (origin) {
            case DETECTOR -> "box of the detector";
            case ATTRIBUTION -> "hottest place of the map";
        };
    }
}
