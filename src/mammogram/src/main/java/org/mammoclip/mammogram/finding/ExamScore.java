package org.mammoclip.mammogram.finding;

import java.util.Locale;
import org.mammoclip.mammogram.Laterality;

/**
 * The score of one finding for the exam, and where it comes from most.
 *
 * @param score aggregated over the breasts, in [0, 1]
 * @param breast the breast with the highest score
 * @param image label of the image with the highest score of that breast, e.g. {@code RCC}
 * @param imageScore score of that image, in [0, 1]
 */
public record ExamScore(double score, FindingScore breast, String image, double imageScore) {
    /** @throws IllegalArgumentException if a score is out of range or NaN, or the image has no label */
    public ExamScore {
        if (!(score >= 0 && score <= 1) || !(imageScore >= 0 && imageScore <= 1)) {
            throw new IllegalArgumentException("a score lies in [0, 1]");
        }
        if (image.isBlank()) {
            throw new IllegalArgumentException("an image has a label");
        }
    }

    public Finding finding() {
        return breast.finding();
    }

    public Laterality laterality() {
        return breast.laterality();
    }

    /** In words without patient data, e.g. {@code Mass, right breast, image RCC 0.880}. */
    String words() {
        return String.format(
                Locale.ROOT,
                "%s, %s breast, image %s %.3f",
                finding().title(),
                laterality().name().toLowerCase(Locale.ROOT),
                image,
                imageScore);
    }
}
