package org.mammoclip.mammoclip;

import java.util.List;

/**
 * What an image's direction says about each class of a question.
 *
 * @param classes one per class, in the question's order
 */
public record ZeroShotAnswer(List<ClassScore> classes) {
    /**
     * One class.
     *
     * @param name of the class
     * @param cosine of the image and the class's direction, in [-1, 1]
     * @param score softmax over the raw cosines, as the reference scores: with two classes between 0.119 and 0.881, a rank and not a
     *     probability of disease
     * @param scaledScore softmax over the cosines times the learned factor {@code exp(logit_scale)}; sharper, and as little a
     *     probability
     */
    public record ClassScore(String name, double cosine, double score, double scaledScore) {}

    public ZeroShotAnswer {
        classes = List.copyOf(classes);
    }

    /** The class with the largest cosine; the first of equals. */
    public ClassScore best() {
        ClassScore best = classes.get(0);
        for (ClassScore candidate : classes) {
            best = candidate.cosine() > best.cosine() ? candidate : best;
        }
        return best;
    }
}
