package org.mammoclip.worker.evaluate;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.mammoclip.mammoclip.AttributionMap;
import org.mammoclip.mammoclip.AttributionMethod;
import org.mammoclip.mammoclip.FindingResult;
import org.mammoclip.mammoclip.FoundBox;
import org.mammoclip.mammoclip.ModelImage;
import org.mammoclip.mammoclip.evaluate.metric.Box;
import org.mammoclip.mammoclip.evaluate.page.CasePictures;
import org.mammoclip.mammoclip.evaluate.page.PngBytes;
import org.mammoclip.mammogram.overlay.ColorMap;

/** Small pictures of a scored image for the page: as the model saw it, and with the map and the boxes over it. */
final class MapPicture {
    private static final int WIDTH = 228;
    private static final double STRONGEST = 0.65;
    /** More boxes of the model would hide the picture. */
    private static final int MOST_BOXES = 3;

    private final ModelImage image;
    private final int height;

    private MapPicture(ModelImage image) {
        this.image = image;
        this.height = (int)
                Math.round((double) WIDTH * image.size().rows() / image.size().columns());
    }

    /** @param truth boxes that people drew, in model pixels: white; the model's are black and yellow */
    static CasePictures.Picture of(ModelImage image, FindingResult finding, List<Box> truth) {
        MapPicture picture = new MapPicture(image);
        BufferedImage plain = picture.plain();
        BufferedImage withMap = picture.withMap(plain, finding.attribution());
        picture.draw(withMap, finding.boxes(), truth);
        boolean shows = !finding.attribution().isFlat() || !finding.boxes().isEmpty();
        String method = finding.attribution().method() == AttributionMethod.NONE
                ? "boxes"
                : finding.attribution().method().label();
        return new CasePictures.Picture(
                png(plain),
                shows || !truth.isEmpty() ? Optional.of(png(withMap)) : Optional.empty(),
                truth.isEmpty() ? method : method + "; white: drawn by people");
    }

    /** Mean grey of the pixels under each, the darkest black and the brightest white. */
    private BufferedImage plain() {
        double[] grey = new double[WIDTH * height];
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < WIDTH; x++) {
                double value = mean(x, y);
                grey[y * WIDTH + x] = value;
                low = Math.min(low, value);
                high = Math.max(high, value);
            }
        }
        BufferedImage picture = new BufferedImage(WIDTH, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < WIDTH; x++) {
                int level = high > low ? (int) Math.round(255 * (grey[y * WIDTH + x] - low) / (high - low)) : 0;
                picture.setRGB(x, y, level * 0x010101);
            }
        }
        return picture;
    }

    private double mean(int x, int y) {
        int fromRow = y * image.size().rows() / height;
        int toRow = Math.max(fromRow + 1, (y + 1) * image.size().rows() / height);
        int fromColumn = x * image.size().columns() / WIDTH;
        int toColumn = Math.max(fromColumn + 1, (x + 1) * image.size().columns() / WIDTH);
        double sum = 0;
        for (int row = fromRow; row < toRow; row++) {
            for (int column = fromColumn; column < toColumn; column++) {
                sum += image.value(row, column);
            }
        }
        return sum / ((toRow - fromRow) * (toColumn - fromColumn));
    }

    private BufferedImage withMap(BufferedImage plain, AttributionMap map) {
        BufferedImage picture = new BufferedImage(WIDTH, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < WIDTH; x++) {
                double value = smooth(map, (x + 0.5) / WIDTH, (y + 0.5) / height);
                double share = STRONGEST * Math.sqrt(value);
                int grey = plain.getRGB(x, y) & 0xFF;
                int color = ColorMap.color(value);
                int mixed = 0;
                for (int shift = 16; shift >= 0; shift -= 8) {
                    mixed |= (int) Math.round((1 - share) * grey + share * (color >> shift & 0xFF)) << shift;
                }
                picture.setRGB(x, y, mixed);
            }
        }
        return picture;
    }

    /**
     * Bilinear between the centres of the grid's cells.
     *
     * @param x share of the width
     * @param y share of the height
     */
    private static double smooth(AttributionMap map, double x, double y) {
        double column =
                Math.max(0, Math.min(map.grid().columns() - 1, x * map.grid().columns() - 0.5));
        double row = Math.max(0, Math.min(map.grid().rows() - 1, y * map.grid().rows() - 0.5));
        int left = (int) column;
        int top = (int) row;
        int right = Math.min(left + 1, map.grid().columns() - 1);
        int bottom = Math.min(top + 1, map.grid().rows() - 1);
        double upper = map.value(top, left) * (1 - column + left) + map.value(top, right) * (column - left);
        double lower = map.value(bottom, left) * (1 - column + left) + map.value(bottom, right) * (column - left);
        return upper * (1 - row + top) + lower * (row - top);
    }

    private void draw(BufferedImage picture, List<FoundBox> found, List<Box> truth) {
        Graphics2D graphics = picture.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        double scaleX = (double) WIDTH / image.size().columns();
        double scaleY = (double) height / image.size().rows();
        for (FoundBox box : found.subList(0, Math.min(MOST_BOXES, found.size()))) {
            outline(graphics, Color.YELLOW, scaleX, scaleY, box.left(), box.top(), box.right(), box.bottom());
        }
        for (Box box : truth) {
            outline(graphics, Color.WHITE, scaleX, scaleY, box.left(), box.top(), box.right(), box.bottom());
        }
        graphics.dispose();
    }

    private static void outline(
            Graphics2D graphics,
            Color color,
            double scaleX,
            double scaleY,
            double left,
            double top,
            double right,
            double bottom) {
        Rectangle2D box =
                new Rectangle2D.Double(left * scaleX, top * scaleY, (right - left) * scaleX, (bottom - top) * scaleY);
        graphics.setStroke(new BasicStroke(3));
        graphics.setColor(Color.BLACK);
        graphics.draw(box);
        graphics.setStroke(new BasicStroke(1.5f));
        graphics.setColor(color);
        graphics.draw(box);
    }

    private static PngBytes png(BufferedImage picture) {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ImageIO.write(picture, "png", out);
            return new PngBytes(out.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
