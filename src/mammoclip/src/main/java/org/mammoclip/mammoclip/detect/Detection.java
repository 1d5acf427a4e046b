package org.mammoclip.mammoclip.detect;

import java.util.List;

/**
 * A box the detector found, in pixels of its input: (0, 0) is the top left corner of the top left pixel.
 *
 * @param left smaller column edge
 * @param top smaller row edge
 * @param right larger column edge
 * @param bottom larger row edge
 * @param score in (0, 1): the sigmoid of the class with the highest answer; not a probability of disease
 * @param classIndex which class that is, from 0
 */
public record Detection(double left, double top, double right, double bottom, double score, int classIndex) {

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

    /** The same box after the image is stretched by a factor per axis. */
    Detection scaled(double horizontally, double vertically) {
        return new Detection(
                left * horizontally, top * vertically, right * horizontally, bottom * vertically, score, classIndex);
    }
}
