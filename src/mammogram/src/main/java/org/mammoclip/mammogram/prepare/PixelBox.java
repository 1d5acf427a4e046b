package org.mammoclip.mammogram.prepare;

import java.util.DoubleSummaryStatistics;
import java.util.List;
import org.mammoclip.mammogram.AffineTransform2D;
import org.mammoclip.mammogram.PixelPoint;

/**
 * An upright rectangle between points of an image as in {@link PixelPoint}.
 *
 * @param left column of the left edge
 * @param top row of the upper edge
 * @param right column of the right edge, not less than {@code left}
 * @param bottom row of the lower edge, not less than {@code top}
 */
public record PixelBox(double left, double top, double right, double bottom) {
    /** @throws IllegalArgumentException if an edge is not finite or the edges are out of order */
    public PixelBox {
        if (!(right - left >= 0 && bottom - top >= 0) || Double.isInfinite(right - left + bottom - top)) {
            throw new IllegalArgumentException("a box has finite edges in order");
        }
    }

    /** Whether it has no area. */
    public boolean isEmpty() {
        return left == right || top == bottom;
    }

    /** The smallest upright box around this one after a map to another pixel grid. */
    public PixelBox mappedBy(AffineTransform2D map) {
        List<PixelPoint> corners =
                List.of(map.apply(left, top), map.apply(right, top), map.apply(right, bottom), map.apply(left, bottom));
        DoubleSummaryStatistics columns =
                corners.stream().mapToDouble(PixelPoint::column).summaryStatistics();
        DoubleSummaryStatistics rows =
                corners.stream().mapToDouble(PixelPoint::row).summaryStatistics();
        return new PixelBox(columns.getMin(), rows.getMin(), columns.getMax(), rows.getMax());
    }

    /** The part inside another box; a box of no area on its edge if they do not meet. */
    public PixelBox clippedTo(PixelBox bounds) {
        return new PixelBox(
                clamp(left, bounds.left, bounds.right),
                clamp(top, bounds.top, bounds.bottom),
                clamp(right, bounds.left, bounds.right),
                clamp(bottom, bounds.top, bounds.bottom));
    }

    private static double clamp(double value, double low, double high) {
        return Math.max(low, Math.min(high, value));
    }
}
