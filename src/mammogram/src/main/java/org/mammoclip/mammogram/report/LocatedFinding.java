package org.mammoclip.mammogram.report;

import org.mammoclip.mammogram.Mammogram;
import org.mammoclip.mammogram.finding.BoxOrigin;
import org.mammoclip.mammogram.finding.Finding;
import org.mammoclip.mammogram.finding.SourceBox;

/**
 * A finding that is marked in an image.
 *
 * @param mammogram the image
 * @param box where it lies, inside the image
 * @param imageScore of the finding in this image, in [0, 1]
 * @param method how the place was found, in a few words
 * @param ordinal counts the places of the same finding in the same image from 1
 * @param label names it for people, e.g. {@code Mass 1 RCC}; unique in the report
 */
public record LocatedFinding(
        Mammogram mammogram, SourceBox box, double imageScore, String method, int ordinal, String label) {
    public Finding finding() {
        return box.finding();
    }

    /**
     * How certain the finding is at this place, in [0, 1]: a detector's own score; for a place that was read off an
     * attribution map the score of the image, because a map says where a score comes from and not how much it means.
     */
    public double certainty() {
        return box.origin() == BoxOrigin.DETECTOR ? box.score() : imageScore;
    }
}
