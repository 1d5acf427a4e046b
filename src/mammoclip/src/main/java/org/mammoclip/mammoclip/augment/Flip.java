package org.mammoclip.mammoclip.augment;

import java.util.Optional;
import org.mammoclip.mammoclip.RasterSize;

/** A mirror image; twice is the identity, bit for bit. */
public enum Flip implements Warp {
    /** Left becomes right. */
    HORIZONTAL,
    /** Top becomes bottom. */
    VERTICAL;

    @Override
    public Raster apply(Raster image) {
        int rows = image.size().rows();
        int columns = image.size().columns();
        float[] source = image.values();
        float[] flipped = new float[source.length];
        for (int row = 0; row < rows; row++) {
            int to = (this == VERTICAL ? rows - 1 - row : row) * columns;
            if (this == VERTICAL) {
                System.arraycopy(source, row * columns, flipped, to, columns);
                continue;
            }
            for (int column = 0; column < columns; column++) {
                flipped[to + columns - 1 - column] = source[row * columns + column];
            }
        }
        return Raster.wrap(image.size(), flipped);
    }

    @Override
    public Optional<PixelBox> apply(PixelBox box, RasterSize size) {
        PixelBox flipped = this == HORIZONTAL
                ? new PixelBox(size.columns() - box.right(), box.top(), size.columns() - box.left(), box.bottom())
                : new PixelBox(box.left(), size.rows() - box.bottom(), box.right(), size.rows() - box.top());
        return flipped.within(size);
    }
}
