package org.mammoclip.mammogram.overlay;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Stroke;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.mammoclip.mammogram.AffineTransform2D;
import org.mammoclip.mammogram.PixelPoint;
import org.mammoclip.mammogram.finding.BoxOrigin;
import org.mammoclip.mammogram.finding.SourceBox;

/**
 * The boxes over the mammogram: white on a dark edge, drawn through for a detector and dashed for a map, each with the
 * number that the legend explains. A number stands outside its box and clear of other numbers where there is room.
 *
 * @param boxes in the order of their numbers
 * @param toPicture from source pixels
 * @param mammogram where the mammogram lies in the picture
 * @param capHeight of the panels' text, in pixels; lines and numbers scale with it
 */
record BoxMarks(List<SourceBox> boxes, AffineTransform2D toPicture, Rectangle2D mammogram, double capHeight) {
    private static final Color EDGE = new Color(0, 0, 0, 140);
    private static final Color TAG = new Color(0, 0, 0, 190);
    private static final double NUMBER = 0.8;

    static Stroke stroke(BoxOrigin origin, double capHeight) {
        float width = lineWidth(capHeight);
        return switch (origin) {
            case DETECTOR -> new BasicStroke(width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
            case ATTRIBUTION ->
                new BasicStroke(
                        width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {4 * width, 3 * width}, 0);
        };
    }

    private static float lineWidth(double capHeight) {
        return (float) Math.max(1.5, capHeight / 9);
    }

    void paint(Graphics2D graphics) {
        for (SourceBox box : boxes) {
            Path2D path = path(box);
            graphics.setStroke(
                    new BasicStroke(2.4f * lineWidth(capHeight), BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
            graphics.setColor(EDGE);
            graphics.draw(path);
            graphics.setStroke(stroke(box.origin(), capHeight));
            graphics.setColor(Color.WHITE);
            graphics.draw(path);
        }
        List<Rectangle2D> taken = new ArrayList<>();
        for (int i = 0; i < boxes.size(); i++) {
            paintNumber(graphics, Integer.toString(i + 1), path(boxes.get(i)).getBounds2D(), taken);
        }
    }

    private Path2D path(SourceBox box) {
        Path2D path = new Path2D.Double();
        for (PixelPoint corner : box.outline()) {
            PixelPoint point = toPicture.apply(corner);
            if (path.getCurrentPoint() == null) {
                path.moveTo(point.column(), point.row());
            } else {
                path.lineTo(point.column(), point.row());
            }
        }
        path.closePath();
        return path;
    }

    private void paintNumber(Graphics2D graphics, String number, Rectangle2D box, List<Rectangle2D> taken) {
        double height = NUMBER * capHeight;
        double pad = 0.35 * height;
        double width = StrokeFont.width(number, height) + 2 * pad;
        double tall = height + 2 * pad;
        double gap = lineWidth(capHeight);
        Rectangle2D tag = Stream.of(
                        new Rectangle2D.Double(box.getMinX(), box.getMinY() - tall - gap, width, tall),
                        new Rectangle2D.Double(box.getMaxX() - width, box.getMinY() - tall - gap, width, tall),
                        new Rectangle2D.Double(box.getMinX(), box.getMaxY() + gap, width, tall),
                        new Rectangle2D.Double(box.getMaxX() - width, box.getMaxY() + gap, width, tall),
                        new Rectangle2D.Double(box.getMinX() - width - gap, box.getMinY(), width, tall),
                        new Rectangle2D.Double(box.getMaxX() + gap, box.getMinY(), width, tall))
                .filter(mammogram::contains)
                .filter(place -> taken.stream().noneMatch(place::intersects))
                .findFirst()
                .orElse(new Rectangle2D.Double(box.getMinX() + gap, box.getMinY() + gap, width, tall));
        taken.add(tag);
        graphics.setColor(TAG);
        graphics.fill(tag);
        StrokeFont.draw(graphics, number, tag.getMinX() + pad, tag.getMinY() + pad, height, true, Color.WHITE);
    }
}
