package org.mammoclip.mammogram.overlay;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleBinaryOperator;
import org.mammoclip.dicom.pixel.ImageSize;
import org.mammoclip.mammogram.AffineTransform2D;
import org.mammoclip.mammogram.PixelPoint;
import org.mammoclip.mammogram.finding.AttributionGrid;
import org.mammoclip.mammogram.finding.BoxOrigin;
import org.mammoclip.mammogram.finding.SourceAttribution;
import org.mammoclip.mammogram.finding.SourceBox;

/**
 * The mammogram with its map and boxes between a banner above and a legend below, so that text never covers tissue.
 *
 * <p>Colour is opaque to {@value #ALPHA} where the map exceeds {@value #OPAQUE_FROM}, fades out down to {@value #FLOOR}
 * and is absent below it and where the mammogram is black (air, padding).
 */
final class Picture {
    static final double ALPHA = 0.55;
    static final double FLOOR = 0.2;
    static final double OPAQUE_FROM = 0.4;
    private static final int SMALLEST_LONGEST_SIDE = 1024;
    private static final int SMALLEST_CAPITALS = 8;
    private static final int CAPITALS_IN_WIDTH = 52;

    private final int top;
    private final int rows;
    private final int columns;
    private final AffineTransform2D toPicture;
    private final BufferedImage image;

    Picture(
            Background background,
            Optional<SourceAttribution> map,
            List<SourceBox> boxes,
            Captions captions,
            int longestSide) {
        Banner banner = new Banner(captions);
        EnumSet<BoxOrigin> origins = EnumSet.noneOf(BoxOrigin.class);
        boxes.forEach(box -> origins.add(box.origin()));
        Legend legend = new Legend(captions, origins);
        ImageSize source = background.size();
        int longest = Math.max(source.rows(), source.columns());
        double room = Math.min(longestSide, Math.max(longest, SMALLEST_LONGEST_SIDE));
        // Panels scale with the width, and width and height with the room that they leave.
        double aspect = (double) source.columns() / source.rows();
        double capitalsInWidth = Math.max(CAPITALS_IN_WIDTH, banner.capitalsInWidth());
        double panels = Panel.height(banner.lines()) + Panel.height(legend.lines());
        double width = Math.min(room, room * aspect / (1 + aspect * panels / capitalsInWidth));
        double capHeight = Math.max(SMALLEST_CAPITALS, width / capitalsInWidth);
        this.top = (int) Math.round(capHeight * Panel.height(banner.lines()));
        int bottom = (int) Math.round(capHeight * Panel.height(legend.lines()));
        double scale = Math.min((room - top - bottom) / source.rows(), room / source.columns());
        this.rows = Math.max(1, (int) Math.round(source.rows() * scale));
        this.columns = Math.max(1, (int) Math.round(source.columns() * scale));
        this.toPicture = AffineTransform2D.scale((double) columns / source.columns(), (double) rows / source.rows())
                .then(AffineTransform2D.translate(0, top));
        this.image = new BufferedImage(columns, rows + top + bottom, BufferedImage.TYPE_INT_RGB);
        paintMammogram(background, map);
        Graphics2D graphics = image.createGraphics();
        try {
            graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
            Rectangle2D mammogram = new Rectangle2D.Double(0, top, columns, rows);
            graphics.setClip(mammogram);
            new BoxMarks(boxes, toPicture, mammogram, capHeight).paint(graphics);
            graphics.setClip(null);
            banner.paint(graphics, new Panel(0, columns, capHeight), top);
            legend.paint(graphics, new Panel((double) top + rows, columns, capHeight), bottom);
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

    private void paintMammogram(Background background, Optional<SourceAttribution> map) {
        float[] grey = background.resized(rows, columns);
        DoubleBinaryOperator values = map.map(this::values).orElse((x, y) -> 0);
        int[] line = new int[columns];
        for (int row = 0; row < rows; row++) {
            double y = top + row + 0.5;
            for (int column = 0; column < columns; column++) {
                int level = Math.round(grey[row * columns + column]);
                line[column] = blend(level, level > 0 ? values.applyAsDouble(column + 0.5, y) : 0);
            }
            image.setRGB(0, top + row, columns, 1, line, 0, columns);
        }
    }

    /** The values of a map at points of the picture; 0 outside of it. */
    private DoubleBinaryOperator values(SourceAttribution map) {
        AffineTransform2D toGrid = toPicture.inverse().then(map.gridToSource().inverse());
        AttributionGrid grid = map.grid();
        return (x, y) -> {
            // Written out: a point object for each pixel would cost more than all the rest.
            double column = toGrid.a() * x + toGrid.b() * y + toGrid.c();
            double row = toGrid.d() * x + toGrid.e() * y + toGrid.f();
            boolean inside = column >= 0 && row >= 0 && column <= grid.columns() && row <= grid.rows();
            return inside ? grid.at(column, row) : 0;
        };
    }

    /** A grey level under the colour of a value of the map, as 0xRRGGBB. */
    static int blend(int grey, double value) {
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
}
