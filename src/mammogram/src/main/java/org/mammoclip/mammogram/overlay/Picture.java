package org.mammoclip.mammogram.overlay;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.util.List;
import org.mammoclip.dicom.pixel.ImageSize;
import org.mammoclip.mammogram.AffineTransform2D;
import org.mammoclip.mammogram.PixelPoint;
import org.mammoclip.mammogram.finding.AttributionGrid;
import org.mammoclip.mammogram.finding.SourceAttribution;
import org.mammoclip.mammogram.finding.SourceBox;

/**
 * The mammogram with its map between a banner above and a legend below, so that text never covers tissue.
 *
 * <p>Colour is opaque to {@value #ALPHA} where the map exceeds {@value #OPAQUE_FROM}, fades out down to {@value #FLOOR}
 * and is absent below it and where the mammogram is black (air, padding).
 */
final class Picture {
    static final double ALPHA = 0.55;
    static final double FLOOR = 0.2;
    static final double OPAQUE_FROM = 0.4;
    private static final int SMALLEST_LONGEST_SIDE = 1024;
    private static final int MID_GREY = 96;
    private static final double SMALL = 0.86;
    private static final Color PANEL = new Color(0x14, 0x18, 0x1C);
    private static final Color RULE = new Color(0x3A, 0x42, 0x4A);
    private static final Color WARNING = new Color(0xFF, 0xC2, 0x4A);
    private static final Color TEXT = new Color(0xF2, 0xF4, 0xF6);
    private static final Color FAINT = new Color(0xB4, 0xBC, 0xC4);

    private final Captions captions;
    private final double capHeight;
    private final int top;
    private final int rows;
    private final int columns;
    private final AffineTransform2D toPicture;
    private final BufferedImage image;

    Picture(
            Background background,
            SourceAttribution attribution,
            List<SourceBox> outlines,
            Captions captions,
            int longestSide) {
        ImageSize source = background.size();
        this.captions = captions;
        int longest = Math.max(source.rows(), source.columns());
        double room = Math.min(longestSide, Math.max(longest, SMALLEST_LONGEST_SIDE));
        // Panels scale with the width, and width and height with the room that they leave.
        double aspect = (double) source.columns() / source.rows();
        double width = Math.min(room, room * aspect);
        this.capHeight = Math.max(8, Math.min(width / 52, captions.capHeightToFit(width - 2 * width / 40)));
        this.top = (int) Math.round(capHeight * captions.bannerHeight());
        int bottom = (int) Math.round(capHeight * Captions.LEGEND_HEIGHT);
        double scale = Math.min((room - top - bottom) / source.rows(), room / source.columns());
        this.rows = Math.max(1, (int) Math.round(source.rows() * scale));
        this.columns = Math.max(1, (int) Math.round(source.columns() * scale));
        this.toPicture = AffineTransform2D.scale((double) columns / source.columns(), (double) rows / source.rows())
                .then(AffineTransform2D.translate(0, top));
        this.image = new BufferedImage(columns, rows + top + bottom, BufferedImage.TYPE_INT_RGB);
        paintMammogram(background, attribution);
        Graphics2D graphics = image.createGraphics();
        try {
            graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
            outlines.forEach(region -> paintOutline(graphics, region));
            paintBanner(graphics);
            paintLegend(graphics, attribution.method());
        } finally {
            graphics.dispose();
        }
    }

    BufferedImage image() {
        return image;
    }

    /** Where a point of the source image lies in the picture. */
    PixelPoint toPicture(PixelPoint source) {
        return toPicture.apply(source);
    }

    private void paintMammogram(Background background, SourceAttribution attribution) {
        float[] grey = background.resized(rows, columns);
        AffineTransform2D toGrid =
                toPicture.inverse().then(attribution.gridToSource().inverse());
        AttributionGrid grid = attribution.grid();
        int[] line = new int[columns];
        for (int row = 0; row < rows; row++) {
            double y = top + row + 0.5;
            for (int column = 0; column < columns; column++) {
                int level = Math.round(grey[row * columns + column]);
                // Written out: a point object for each pixel would cost more than all the rest.
                double x = column + 0.5;
                double cellColumn = toGrid.a() * x + toGrid.b() * y + toGrid.c();
                double cellRow = toGrid.d() * x + toGrid.e() * y + toGrid.f();
                boolean inside = level > 0
                        && cellColumn >= 0
                        && cellRow >= 0
                        && cellColumn <= grid.columns()
                        && cellRow <= grid.rows();
                line[column] = blend(level, inside ? grid.at(cellColumn, cellRow) : 0);
            }
            image.setRGB(0, top + row, columns, 1, line, 0, columns);
        }
    }

    private static int blend(int grey, double value) {
        double alpha = alpha(value);
        if (alpha == 0) {
            return grey * 0x010101;
        }
        int color = ColorMap.color(value);
        int packed = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            packed = packed << 8 | (int) (grey + alpha * ((color >> shift & 0xFF) - grey) + 0.5);
        }
        return packed;
    }

    static double alpha(double value) {
        return ALPHA * Math.min(Math.max((value - FLOOR) / (OPAQUE_FROM - FLOOR), 0), 1);
    }

    private void paintOutline(Graphics2D graphics, SourceBox region) {
        Path2D path = new Path2D.Double();
        for (PixelPoint corner : region.outline()) {
            PixelPoint point = toPicture(corner);
            if (path.getCurrentPoint() == null) {
                path.moveTo(point.column(), point.row());
            } else {
                path.lineTo(point.column(), point.row());
            }
        }
        path.closePath();
        float width = (float) Math.max(1.5, capHeight / 9);
        graphics.setStroke(new BasicStroke(2.4f * width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        graphics.setColor(new Color(0, 0, 0, 140));
        graphics.draw(path);
        graphics.setStroke(new BasicStroke(width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        graphics.setColor(Color.WHITE);
        graphics.draw(path);
    }

    private void paintBanner(Graphics2D graphics) {
        panel(graphics, 0, top);
        double fits = image.getWidth() - 2 * margin();
        double y = capHeight;
        double heading = fitting(capHeight, fits, captions.use(), captions.result());
        StrokeFont.draw(graphics, captions.use(), margin(), y, heading, true, WARNING);
        y += capHeight * Captions.LEADING;
        StrokeFont.draw(graphics, captions.result(), margin(), y, heading, true, TEXT);
        double small = fitting(SMALL * capHeight, fits, captions.remarks().toArray(String[]::new));
        for (String remark : captions.remarks()) {
            y += capHeight * Captions.LEADING;
            StrokeFont.draw(graphics, remark, margin(), y, small, false, FAINT);
        }
        graphics.setColor(RULE);
        graphics.fillRect(0, top - 1, image.getWidth(), 1);
    }

    private void paintLegend(Graphics2D graphics, String method) {
        int start = top + rows;
        panel(graphics, start, image.getHeight() - start);
        graphics.setColor(RULE);
        graphics.fillRect(0, start, image.getWidth(), 1);
        double y = start + capHeight;
        int barWidth = (int) Math.round(image.getWidth() * 0.34);
        paintBar(graphics, (int) Math.round(margin()), (int) Math.round(y), barWidth);
        double right = margin() + barWidth + 1.6 * capHeight;
        String meaning = captions.legend() + ": " + method;
        double small = Math.min(
                fitting(SMALL * capHeight, image.getWidth() - margin() - right, meaning, captions.maker()),
                fitting(
                        SMALL * capHeight,
                        image.getWidth() - 2 * margin(),
                        captions.versions().toArray(String[]::new)));
        double below = y + capHeight * Captions.LEADING;
        for (String tick : List.of("0", "0.5", "1")) {
            double tickLeft = (barWidth - StrokeFont.width(tick, small)) * Double.parseDouble(tick);
            StrokeFont.draw(graphics, tick, margin() + tickLeft, below, small, false, FAINT);
        }
        StrokeFont.draw(graphics, meaning, right, y, small, false, FAINT);
        StrokeFont.draw(graphics, captions.maker(), right, below, small, false, FAINT);
        double line = below;
        for (String versions : captions.versions()) {
            line += capHeight * Captions.LEADING;
            StrokeFont.draw(graphics, versions, margin(), line, small, false, FAINT);
        }
    }

    /** The colours as they look over mid-grey tissue: the bar fades where the map does. */
    private void paintBar(Graphics2D graphics, int left, int barTop, int width) {
        int height = (int) Math.round(capHeight);
        for (int x = 0; x < width; x++) {
            graphics.setColor(new Color(blend(MID_GREY, x / (width - 1.0))));
            graphics.fillRect(left + x, barTop, 1, height);
        }
        graphics.setColor(RULE);
        graphics.setStroke(new BasicStroke(1));
        graphics.drawRect(left - 1, barTop - 1, width + 1, height + 1);
    }

    private void panel(Graphics2D graphics, int from, int height) {
        graphics.setColor(PANEL);
        graphics.fillRect(0, from, image.getWidth(), height);
    }

    private double margin() {
        return image.getWidth() / 40.0;
    }

    /** The largest height of capitals, up to the wanted one, at which every line fits. */
    private static double fitting(double wanted, double width, String... lines) {
        double height = wanted;
        for (String line : lines) {
            height = Math.min(height, width / Math.max(StrokeFont.width(line, 1), 1e-9));
        }
        return height;
    }
}
