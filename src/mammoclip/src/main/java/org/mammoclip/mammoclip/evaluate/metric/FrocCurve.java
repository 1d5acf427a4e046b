package org.mammoclip.mammoclip.evaluate.metric;

import java.util.List;

/**
 * Share of the true boxes found against false alarms, for all thresholds, strictest first.
 *
 * @param points empty if the model found no box at all
 */
public record FrocCurve(List<Point> points) {
    /** Mean false alarms per image at which sensitivity is usually read. */
    public static final List<Double> READING_POINTS = List.of(0.125, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0);

    /**
     * One threshold.
     *
     * @param threshold boxes of at least this score count
     * @param sensitivity share of the true boxes hit; NaN if there is none
     * @param alarmsPerImage false alarms per image, over all images
     * @param alarmsPerNormalImage the same over images without a true box; NaN if there is none
     */
    public record Point(double threshold, double sensitivity, double alarmsPerImage, double alarmsPerNormalImage) {}

    public FrocCurve {
        points = List.copyOf(points);
    }

    /** Sensitivity with at most this many false alarms per image; 0 if even the strictest threshold has more. */
    public double sensitivityAt(double alarmsPerImage) {
        double best = 0;
        for (Point point : points) {
            if (point.alarmsPerImage() <= alarmsPerImage) {
                best = point.sensitivity();
            }
        }
        return best;
    }
}
