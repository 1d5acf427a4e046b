package org.mammoclip.mammoclip.data;

import java.util.Optional;
import org.mammoclip.mammoclip.RasterSize;
import org.mammoclip.mammoclip.augment.PixelBox;
import org.mammoclip.mammoclip.evaluate.metric.Box;
import org.mammoclip.mammoclip.evaluate.table.LabelledRow;

/** From a box that somebody drew to a box in the prepared raster. */
@FunctionalInterface
public interface BoxPlacement {
    /** Boxes are not asked for. */
    BoxPlacement NONE = row -> Optional.empty();

    /**
     * @param row may have no box
     * @return empty if it has none, or none that is wanted, or preparation cut it off
     * @throws IllegalArgumentException saying why it cannot be placed
     */
    Optional<PixelBox> place(LabelledRow row);

    /**
     * For pictures that were prepared elsewhere: the table's {@code resized_*} columns.
     *
     * @param picture what those columns are pixels of
     * @param size of the raster
     */
    static BoxPlacement prepared(RasterSize picture, RasterSize size) {
        double x = (double) size.columns() / picture.columns();
        double y = (double) size.rows() / picture.rows();
        return row -> {
            if (row.preparedBox().isEmpty() && row.sourceBox().isPresent()) {
                throw new IllegalArgumentException("resized_xmin: is empty; a box in pixels of the original cannot be"
                        + " placed in a picture that was prepared elsewhere");
            }
            row.preparedBox().ifPresent(box -> requireWithin(box, picture));
            return row.preparedBox().flatMap(box -> within(box, x, y, size));
        };
    }

    private static void requireWithin(Box box, RasterSize picture) {
        if (box.right() > picture.columns() + 1 || box.bottom() > picture.rows() + 1) {
            throw new IllegalArgumentException("resized_xmax: the box ends at column " + box.right() + " and row "
                    + box.bottom() + ", outside the picture of " + picture + "; is it in pixels of another size?");
        }
    }

    private static Optional<PixelBox> within(Box box, double x, double y, RasterSize size) {
        double left = Math.max(0, box.left() * x);
        double top = Math.max(0, box.top() * y);
        double right = Math.min(size.columns(), box.right() * x);
        double bottom = Math.min(size.rows(), box.bottom() * y);
        return right > left && bottom > top ? Optional.of(new PixelBox(left, top, right, bottom)) : Optional.empty();
    }
}
