package org.mammoclip.mammogram.finding;

import java.util.List;
import org.mammoclip.mammogram.PixelPoint;

/**
 * A region of a source image.
 *
 * @param outline at least three corners of a polygon in source pixels; not closed (the first is not repeated)
 * @param center a point inside, in source pixels
 */
public record SourceRegion(List<PixelPoint> outline, PixelPoint center) {
    /** @throws IllegalArgumentException if there are fewer than three corners */
    public SourceRegion {
        outline = List.copyOf(outline);
        if (outline.size() < 3) {
            throw new IllegalArgumentException("an outline has at least three corners");
        }
    }
}
