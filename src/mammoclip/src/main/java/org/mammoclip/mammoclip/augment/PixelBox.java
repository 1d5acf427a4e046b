package org.mammoclip.mammoclip.augment;

import java.util.Optional;
import org.mammoclip.mammoclip.RasterSize;

/**
 * An upright box in pixel-edge coordinates: a box around one pixel in row r and column c is (c, r, c + 1, r + 1).
 *
 * @param right above {@code left}
 * @param bottom above {@code top}
 */
public record PixelBox(double left, double top, double right, double bottom) {
    public PixelBox {
        if (!(right > left) || !(bottom > top) || !Double.isFinite(right - left) || !Double.isFinite(bottom - top)) {
            throw new IllegalArgumentException(
                    "box from " + left + "," + top + " to " + right + "," + bottom + ": empty or not finite");
        }
    }

    /** The part inside a raster, if at least one pixel in both directions is left of it. */
    Optional<PixelBox> within(RasterSize size) {
        double x0 = Math.max(0, left);
        double y0 = Math.max(0, top);
        double x1 = Math.min(size.columns(), right);
        double y1 = Math.min(size.rows(), bottom);
        return x1 - x0 >= 1 && y1 - y0 >= 1 ? Optional.of(new PixelBox(x0, y0, x1, y1)) : Optional.empty();
    }
}
