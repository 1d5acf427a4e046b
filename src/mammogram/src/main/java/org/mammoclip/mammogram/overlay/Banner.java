package org.mammoclip.mammogram.overlay;

import java.awt.Graphics2D;
import java.util.List;

/** What stands above the mammogram: what the picture is not for, the result, and what a reader must know. */
record Banner(Captions captions) {
    int lines() {
        return 2 + captions.remarks().size();
    }

    /** How many heights of capitals the width must have for the headings, margins included. */
    double capitalsInWidth() {
        double widest = headings().stream()
                .mapToDouble(line -> StrokeFont.width(line, 1))
                .max()
                .orElse(0);
        return widest / (1 - 2 * Panel.margin(1));
    }

    private List<String> headings() {
        return List.of(captions.use(), captions.result());
    }

    void paint(Graphics2D graphics, Panel panel, int height) {
        panel.fill(graphics, height);
        double heading = Panel.fitting(panel.capHeight(), panel.room(), headings());
        StrokeFont.draw(graphics, captions.use(), panel.margin(), panel.line(0), heading, true, Panel.WARNING);
        StrokeFont.draw(graphics, captions.result(), panel.margin(), panel.line(1), heading, true, Panel.TEXT);
        double small = Panel.fitting(Panel.SMALL * panel.capHeight(), panel.room(), captions.remarks());
        int line = 2;
        for (String remark : captions.remarks()) {
            StrokeFont.draw(graphics, remark, panel.margin(), panel.line(line++), small, false, Panel.FAINT);
        }
        graphics.setColor(Panel.RULE);
        graphics.fillRect(0, height - 1, (int) panel.width(), 1);
    }
}
