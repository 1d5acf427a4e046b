package org.mammoclip.mammoclip.data;

import org.mammoclip.mammoclip.augment.PixelBox;

/**
 * A finding with its place, in pixel edges of the prepared raster: the pixel in row r and column c reaches from (c, r) to (c + 1, r
 * + 1).
 *
 * @param finding as the image names it
 * @param right above {@code left}
 * @param bottom above {@code top}
 */
public record LabelledBox(String finding, double left, double top, double right, double bottom) {
    public LabelledBox {
        new PixelBox(left, top, right, bottom);
    }

    /** The place alone, as augmentation moves it. */
    public PixelBox place() {
        return new PixelBox(left, top, right, bottom);
    }
}
