package org.mammoclip.worker.score;

import java.util.List;
import java.util.Map;
import org.mammoclip.dicom.Uid;
import org.mammoclip.mammogram.overlay.Background;
import org.mammoclip.mammogram.report.ImageOutcome;

/**
 * What became of every image of an exam.
 *
 * @param outcomes in the order of the study's images
 * @param backgrounds of the scored images, rendered for display, by SOP Instance UID; rows x columns bytes each
 */
record ScoredExam(List<ImageOutcome> outcomes, Map<Uid, Background> backgrounds) {
    ScoredExam {
        outcomes = List.copyOf(outcomes);
        backgrounds = Map.copyOf(backgrounds);
    }
}
