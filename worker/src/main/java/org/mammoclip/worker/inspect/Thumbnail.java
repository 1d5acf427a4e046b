package org.mammoclip.worker.inspect;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;
import org.mammoclip.mammoclip.ModelImage;
import org.mammoclip.mammoclip.RasterSize;
import org.mammoclip.mammoclip.evaluate.page.PngBytes;

/** A small PNG of an image: the mean of the pixels that fall on each of its own. */
final class Thumbnail {
    /** Rows of a thumbnail; columns follow from the image. */
    static final int ROWS = 200;

    private Thumbnail() {}

    static PngBytes of(ModelImage image) {
        RasterSize size = image.size();
        int rows = Math.min(ROWS, size.rows());
        int columns = Math.max(1, Math.round((float) size.columns() * rows / size.rows()));
        BufferedImage small = new BufferedImage(columns, rows, BufferedImage.TYPE_BYTE_GRAY);
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                int grey = mean(
                        image,
                        (int) ((long) row * size.rows() / rows),
                        (int) ((long) (row + 1) * size.rows() / rows),
                        (int) ((long) column * size.columns() / columns),
                        (int) ((long) (column + 1) * size.columns() / columns));
                small.getRaster().setSample(column, row, 0, grey);
            }
        }
        try {
            ByteArrayOutputStream png = new ByteArrayOutputStream();
            ImageIO.write(small, "png", png);
            return new PngBytes(png.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException("a picture in memory can be written", e);
        }
    }

    private static int mean(ModelImage image, int top, int bottom, int left, int right) {
        long sum = 0;
        for (int row = top; row < bottom; row++) {
            for (int column = left; column < right; column++) {
                sum += image.value(row, column);
            }
        }
        long pixels = (long) (bottom - top) * (right - left);
        return pixels == 0 ? 0 : (int) ((sum + pixels / 2) / pixels);
    }
}
