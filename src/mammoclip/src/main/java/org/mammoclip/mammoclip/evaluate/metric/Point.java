package org.mammoclip.mammoclip.evaluate.metric;

/**
 * A place in pixels of one image; (0, 0) is the outer corner of the first pixel.
 *
 * @param x columns to the right
 * @param y rows downwards
 */
public record Point(double x, double y) {
    public Point {
        if (!Double.isFinite(x) || !Double.isFinite(y)) {
            throw new IllegalArgumentException("a place needs finite numbers, not (" + x + ", " + y + ")");
        }
    }
}
