package org.mammoclip.phantom;

import java.util.List;
import org.mammoclip.dicom.pixel.ImageSize;

/**
 * The pixels of one view and where its findings are.
 *
 * @param view which
 * @param size rows and columns
 * @param bits of each value
 * @param inverted stored as MONOCHROME1
 * @param values row by row, unsigned
 * @param boxes what is seen here
 */
public record PhantomImage(
        PhantomView view, ImageSize size, int bits, boolean inverted, short[] values, List<TruthBox> boxes) {
    /**
     * A finding in an image, in pixel edges of the stored image.
     *
     * @param left smaller column
     * @param top smaller row
     */
    public record TruthBox(LesionKind kind, double left, double top, double right, double bottom) {}

    public PhantomImage {
        boxes = List.copyOf(boxes);
    }
}
