package org.mammoclip.mammogram.finding;

import java.util.List;
import java.util.Optional;
import org.mammoclip.mammogram.PixelPoint;
import org.mammoclip.mammogram.prepare.PixelBox;
import org.mammoclip.mammogram.prepare.PreparedMammogram;

/**
 * Where in a source image a finding lies.
 *
 * @param finding what was found
 * @param rectangle in source pixels; not empty, not beyond the upper left corner of the image
 * @param score of this box in [0, 1]; see {@link BoxOrigin} for what it means
 * @param origin how the box was found
 */
public record SourceBox(Finding finding, PixelBox rectangle, double score, BoxOrigin origin) {
    /** @throws IllegalArgumentException if the rectangle is empty or outside, or the score out of range or NaN */
    public SourceBox {
        if (rectangle.isEmpty() || rectangle.left() < 0 || rectangle.top() < 0) {
            throw new IllegalArgumentException("a box has an area inside the image");
        }
        if (!(score >= 0 && score <= 1)) {
            throw new IllegalArgumentException("the score of a box lies in [0, 1]");
        }
    }

    /**
     * A box of the model input, brought back to the image it was prepared from. What lies outside the model input is cut
     * off.
     *
     * @param box in pixels of the prepared image
     * @return empty if nothing of it lies inside, or places of this image do not map back
     */
    public static Optional<SourceBox> of(
            Finding finding, PreparedMammogram image, PixelBox box, double score, BoxOrigin origin) {
        PixelBox rectangle = image.toSource(box);
        return rectangle.isEmpty() || !image.mapsToSource()
                ? Optional.empty()
                : Optional.of(new SourceBox(finding, rectangle, score, origin));
    }

    /** The four corners, clockwise from the upper left one; not closed (the first is not repeated). */
    public List<PixelPoint> outline() {
        return List.of(
                new PixelPoint(rectangle.left(), rectangle.top()),
                new PixelPoint(rectangle.right(), rectangle.top()),
                new PixelPoint(rectangle.right(), rectangle.bottom()),
                new PixelPoint(rectangle.left(), rectangle.bottom()));
    }

    /** The point in the middle. */
    public PixelPoint center() {
        return new PixelPoint((rectangle.left() + rectangle.right()) / 2, (rectangle.top() + rectangle.bottom()) / 2);
    }
}
