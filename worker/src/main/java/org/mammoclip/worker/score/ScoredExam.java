package org.mammoclip.worker.score;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mammoclip.dicom.Uid;
import org.mammoclip.mammoclip.BreastDensity;
import org.mammoclip.mammogram.overlay.Background;
import org.mammoclip.mammogram.report.ImageOutcome;

/**
 * What became of every image of an exam.
 *
 * @param outcomes in the order of the study's images
 * @param backgrounds of the scored images, rendered for display, by SOP Instance UID; rows x columns bytes each
 * @param answers of the model about the scored images, by SOP Instance UID
 */
record ScoredExam(List<ImageOutcome> outcomes, Map<Uid, Background> backgrounds, Map<Uid, ImageAnswers> answers) {
    ScoredExam {
        outcomes = List.copyOf(outcomes);
        backgrounds = Map.copyOf(backgrounds);
        answers = Map.copyOf(answers);
    }

    /** The mean over the scored images; null if density was not asked or no image was scored. */
    @Nullable
    BreastDensity density() {
        List<BreastDensity> images = outcomes.stream()
                .map(outcome -> answers.get(outcome.mammogram().source().sopInstanceUid()))
                .filter(Objects::nonNull)
                .map(answer -> answer.model().density())
                .filter(Objects::nonNull)
                .toList();
        return images.isEmpty() ? null : BreastDensity.mean(images);
    }
}
