package org.mammoclip.worker.evaluate;

import java.util.Base64;
import java.util.BitSet;
import java.util.List;
import org.mammoclip.mammoclip.ModelImage;
import org.mammoclip.mammoclip.RasterSize;
import org.mammoclip.mammoclip.evaluate.metric.Box;
import org.mammoclip.mammoclip.evaluate.metric.Point;

/**
 * Where in an image the breast is, coarsely enough to keep for a whole data set: cells of equal size over the image, at most {@value
 * #MOST_ROWS} x {@value #MOST_COLUMNS}. A cell belongs to the breast if the pixel at its centre does.
 *
 * @param image size of the image
 * @param breast cells of the breast, row-major
 */
record BreastCells(RasterSize image, BitSet breast) {
    private static final int MOST_ROWS = 152;
    private static final int MOST_COLUMNS = 91;

    static BreastCells of(ModelImage image) {
        RasterSize size = image.size();
        BitSet pixels = image.breast();
        BitSet cells = new BitSet();
        int rows = rows(size);
        int columns = columns(size);
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns; c++) {
                int y = (2 * r + 1) * size.rows() / (2 * rows);
                int x = (2 * c + 1) * size.columns() / (2 * columns);
                cells.set(r * columns + c, pixels.get(y * size.columns() + x));
            }
        }
        return new BreastCells(size, cells);
    }

    private static int rows(RasterSize image) {
        return Math.min(MOST_ROWS, image.rows());
    }

    private static int columns(RasterSize image) {
        return Math.min(MOST_COLUMNS, image.columns());
    }

    /** How likely a place drawn uniformly from the breast lies in one of the boxes; 0 for an image without a breast. */
    double shareIn(List<Box> boxes) {
        int columns = columns(image);
        double width = (double) image.columns() / columns;
        double height = (double) image.rows() / rows(image);
        long inside = breast.stream()
                .mapToObj(cell -> new Point((cell % columns + 0.5) * width, (cell / columns + 0.5) * height))
                .filter(centre -> boxes.stream().anyMatch(box -> box.contains(centre)))
                .count();
        return breast.isEmpty() ? 0 : (double) inside / breast.cardinality();
    }

    String toText() {
        return image.rows() + "x" + image.columns() + ":" + Base64.getEncoder().encodeToString(breast.toByteArray());
    }

    /** @throws IllegalArgumentException if the text is none of {@link #toText} */
    static BreastCells parse(String text) {
        String[] parts = text.split("[x:]", 3);
        if (parts.length != 3) {
            throw new IllegalArgumentException("not the cells of a breast");
        }
        RasterSize image = new RasterSize(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
        return new BreastCells(image, BitSet.valueOf(Base64.getDecoder().decode(parts[2])));
    }
}
