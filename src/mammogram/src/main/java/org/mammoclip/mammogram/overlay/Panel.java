package org.mammoclip.mammogram.overlay;

import java.awt.Color;
import java.awt.Graphics2D;

/**
 * A band of text above or below the mammogram, so that text never covers tissue. Sizes are in pixels.
 *
 * @param top of the band
 * @param width of the band
 * @param capHeight largest height of capitals
 */
record Panel(double top, double width, double capHeight) {
    static final Color TEXT = new Color(0xF2, 0xF4, 0xF6);
    static final Color FAINT = new Color(0xB4, 0xBC, 0xC4);
    static final Color WARNING = new Color(0xFF, 0xC2, 0x4A);
    static final Color RULE = new Color(0x3A, 0x42, 0x4A);
    private static final Color GROUND = new Color(0x14, 0x18, 0x1C);

    /** Distance of lines, in heights of capitals. */
    static final double LEADING = 1.9;

    /** Height of small capitals, in heights of capitals. */
    static final double SMALL = 0.86;

    /** The height of a band with so many lines, in heights of capitals. */
    static double height(int lines) {
        return 2 + (lines - 1) * LEADING + 0.6;
    }

    static double margin(double width) {
        return width / 40;
    }

    double margin() {
        return margin(width);
    }

    /** The width that is left for text. */
    double room() {
        return width - 2 * margin();
    }

    /** The upper edge of the capitals of a line, counting from 0. */
    double line(int number) {
        return top + capHeight * (1 + number * LEADING);
    }

    void fill(Graphics2D graphics, int height) {
        graphics.setColor(GROUND);
        graphics.fillRect(0, (int) top, (int) width, height);
    }

    /** The largest height of capitals, up to the wanted one, at which every line fits. */
    static double fitting(double wanted, double width, Iterable<String> lines) {
        double height = wanted;
        for (String line : lines) {
            height = Math.min(height, width / Math.max(StrokeFont.width(line, 1), 1e-9));
        }
        return height;
    }
}
