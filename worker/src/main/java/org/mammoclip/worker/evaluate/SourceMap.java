package org.mammoclip.worker.evaluate;

import java.util.Optional;
import org.mammoclip.mammoclip.RasterSize;
import org.mammoclip.mammoclip.evaluate.metric.Box;
import org.mammoclip.mammogram.AffineTransform2D;
import org.mammoclip.mammogram.PixelPoint;
import org.mammoclip.mammogram.prepare.PreparedMammogram;

/**
 * Where pixels of the original image lie in the model's: a crop and a scale per axis.
 *
 * @param left column of the original at the model's left edge
 * @param top row of the original at the model's upper edge
 * @param columns original columns per model column
 * @param rows original rows per model row
 */
public record SourceMap(double left, double top, double columns, double rows) {
    static SourceMap of(PreparedMammogram prepared) {
        AffineTransform2D toSource = prepared.toSourcePixels();
        PixelPoint origin = toSource.apply(0, 0);
        PixelPoint one = toSource.apply(1, 1);
        return new SourceMap(origin.column(), origin.row(), one.column() - origin.column(), one.row() - origin.row());
    }

    /** The part of a box that the model sees; empty if it was cropped away. */
    public Optional<Box> toModel(Box source, RasterSize size) {
        double fromX = Math.max(0, (source.left() - left) / columns);
        double fromY = Math.max(0, (source.top() - top) / rows);
        double toX = Math.min(size.columns(), (source.right() - left) / columns);
        double toY = Math.min(size.rows(), (source.bottom() - top) / rows);
        return toX > fromX && toY > fromY ? Optional.of(new Box(fromX, fromY, toX, toY)) : Optional.empty();
    }
}
