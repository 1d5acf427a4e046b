package org.mammoclip.mammoclip.evaluate.metric;

/**
 * An upright rectangle in pixels of one image.
 *
 * @param left column of the left edge
 * @param top row of the upper edge
 * @param right column of the right edge, greater than {@code left}
 * @param bottom row of the lower edge, greater than {@code top}
 */
public record Box(double left, double top, double right, double bottom) {
    public Box {
        if (!(right > left && bottom > top) || !Double.isFinite(right - left + bottom - top)) {
            throw new IllegalArgumentException("a box needs finite edges and an area, not (" + left + ", " + top + ", "
                    + right + ", " + bottom + ")");
        }
    }

    public double area() {
        return (right - left) * (bottom - top);
    }

    /** Whether a place lies in it; the left and upper edges belong to it, the right and lower ones do not. */
    public boolean contains(Point place) {
        return place.x() >= left && place.x() < right && place.y() >= top && place.y() < bottom;
    }

    public Point centre() {
        return new Point((left + right) / 2, (top + bottom) / 2);
    }

    /** Intersection over union, in [0, 1]. */
    public double overlap(Box other) {
        double width = Math.min(right, other.right) - Math.max(left, other.left);
        double height = Math.min(bottom, other.bottom) - Math.max(top, other.top);
        if (width <= 0 || height <= 0) {
            return 0;
        }
        double common = width * height;
        return common / (area() + other.area() - common);
    }
}
