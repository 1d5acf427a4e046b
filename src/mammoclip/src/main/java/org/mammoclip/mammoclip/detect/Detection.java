package org.mammoclip.mammoclip.detect;

import java.util.List;

/**
 * A box the detector found, in pixels of the image it looked at: (0, 0) is the top left corner of the top left pixel.
 *
 * @param left smaller column edge
 * @param top smaller row edge
 * @param right larger column edge
 * @param bottom larger row edge
 * @param score above 0, at most 1: the sigmoid of the class with the highest answer; not a probability of disease
 * @param classIndex which class that is, from 0
 */
public record Detection(double left, double top, double right, double bottom, double score, int classIndex) {
    public Detection {
        if (!(right > left && bottom > top) || !Double.isFinite(right - left + bottom - top)) {
            throw new IllegalArgumentException(
                    "a box needs finite edges and an area, not " + left + ", " + top + ", " + right + ", " + bottom);
        }
        if (!(score > 0 && score <= 1) || classIndex < 0) {
            throw new IllegalArgumentException("a box with score " + score + " of class " + classIndex);
        }
    }

    /**
     * The reference's score of a whole image for one class: that of its best box.
     *
     * @return in [0, 1]; 0 if no box is of that class
     */
    public static double imageScore(List<Detection> detections, int classIndex) {
        double best = 0;
        for (Detection detection : detections) {
            if (detection.classIndex() == classIndex) {
                best = Math.max(best, detection.score());
            }
        }
        return best;
    }

    /** Intersection over union with another box, in [0, 1]. */
    double overlap(Detection other) {
        double width = Math.min(right, other.right) - Math.max(left, other.left);
        double height = Math.min(bottom, other.bottom) - Math.max(top, other.top);
        if (!(width > 0 && height > 0)) {
            return 0;
        }
        double shared = width * height;
        return shared / (area() + other.area() - shared);
    }

    private double area() {
        return (right - left) * (bottom - top);
    }

    /** The same box after the image is stretched by a factor per axis. */
    Detection scaled(double horizontally, double vertically) {
        return new Detection(
                left * horizontally, top * vertically, right * horizontally, bottom * vertically, score, classIndex);
    }
}
