package org.mammoclip.mammogram.finding;

import java.util.Locale;

/**
 * One condition of the triage rule beside the score it was compared with.
 *
 * @param score of the exam, with the breast and the image it comes from most
 * @param threshold from which on the condition is met, in (0, 1)
 */
public record TriageEvidence(ExamScore score, double threshold) {
    /** Whether the score reaches the threshold. */
    public boolean isMet() {
        return score.score() >= threshold;
    }

    /** The score on the scale of {@link Triage#score}. */
    double aligned() {
        return AlignedScale.of(score.score(), threshold);
    }

    /** In words without patient data: {@code Mass, right breast, image RCC 0.880; exam 0.880, threshold 0.500}. */
    public String words() {
        return String.format(Locale.ROOT, "%s; exam %.3f, threshold %.3f", score.words(), score.score(), threshold);
    }
}
