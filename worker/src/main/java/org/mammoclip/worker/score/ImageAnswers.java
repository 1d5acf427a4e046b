package org.mammoclip.worker.score;

import java.util.List;
import org.mammoclip.mammoclip.ScoredImage;
import org.mammoclip.mammogram.finding.SourceAttribution;
import org.mammoclip.mammogram.finding.SourceBox;

/**
 * All that the model said about one image.
 *
 * @param model raw and calibrated scores, cosines and density
 * @param boxes in source pixels
 * @param sentences maps of the free sentences that were asked, in source pixels; those that are flat are left out
 */
public record ImageAnswers(ScoredImage model, List<SourceBox> boxes, List<SourceAttribution> sentences) {
    public ImageAnswers {
        boxes = List.copyOf(boxes);
        sentences = List.copyOf(sentences);
    }
}
