package org.mammoclip.worker.learn;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.mammoclip.mammoclip.RasterSize;
import org.mammoclip.mammoclip.evaluate.metric.Box;
import org.mammoclip.mammoclip.evaluate.metric.BoxCase;
import org.mammoclip.mammoclip.evaluate.page.PngBytes;

/** A small picture of a prepared image with boxes: those that people drew are white, those a detector found yellow with their score. */
final class BoxPicture {
    private static final int HEIGHT = 420;

    private BoxPicture() {}

    /**
     * @param grey 8-bit values, row by row
     * @param boxes true and found ones, in pixels of that raster
     * @param mostFound boxes found, surest first; more would hide the picture
     */
    static PngBytes of(byte[] grey, RasterSize size, BoxCase boxes, int mostFound) {
        double scale = (double) HEIGHT / size.rows();
        int width = Math.max(1, (int) Math.round(size.columns() * scale));
        BufferedImage whole = new BufferedImage(size.columns(), size.rows(), BufferedImage.TYPE_BYTE_GRAY);
        whole.getRaster().setDataElements(0, 0, size.columns(), size.rows(), grey);
        BufferedImage picture = new BufferedImage(width, HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = picture.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.drawImage(whole, 0, 0, width, HEIGHT, null);
        graphics.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 12));
        List<BoxCase.Found> found = boxes.found().stream()
                .sorted((a, b) -> Double.compare(b.score(), a.score()))
                .limit(mostFound)
                .toList();
        for (BoxCase.Found one : found) {
            outline(graphics, one.box(), scale, Color.YELLOW);
            label(graphics, one, scale);
        }
        boxes.truth().forEach(box -> outline(graphics, box, scale, Color.WHITE));
        graphics.dispose();
        return png(picture);
    }

    private static void outline(Graphics2D graphics, Box box, double scale, Color color) {
        Rectangle2D place = new Rectangle2D.Double(
                box.left() * scale,
                box.top() * scale,
                (box.right() - box.left()) * scale,
                (box.bottom() - box.top()) * scale);
        graphics.setStroke(new BasicStroke(3));
        graphics.setColor(Color.BLACK);
        graphics.draw(place);
        graphics.setStroke(new BasicStroke(1.5f));
        graphics.setColor(color);
        graphics.draw(place);
    }

    private static void label(Graphics2D graphics, BoxCase.Found found, double scale) {
        String text = String.format(Locale.ROOT, "%.2f", found.score());
        float x = (float) (found.box().left() * scale);
        float y = (float) Math.max(12, found.box().top() * scale - 4);
        graphics.setColor(Color.BLACK);
        graphics.drawString(text, x + 1, y + 1);
        graphics.setColor(Color.YELLOW);
        graphics.drawString(text, x, y);
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
