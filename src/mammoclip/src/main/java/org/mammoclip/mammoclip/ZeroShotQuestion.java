package org.mammoclip.mammoclip;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A question in words, with its phrases embedded once: which of some classes an image is closest to. Immutable, thread-safe;
 * it outlives the probe that embedded it.
 */
public final class ZeroShotQuestion {
    private static final int MAX_CLASSES = 100;

    private final List<PromptClass> classes;
    private final List<Embedding> directions;
    private final double logitScale;

    private ZeroShotQuestion(List<PromptClass> classes, List<Embedding> directions, double logitScale) {
        this.classes = classes;
        this.directions = directions;
        this.logitScale = logitScale;
    }

    /**
     * @param classes 2 to 100 with distinct names; of a finding the negative one first, as the reference orders them
     * @throws IllegalArgumentException if there are fewer or more, or two have the same name
     * @throws NonFiniteScoreException if the network gives a phrase or an ensemble no direction
     */
    public static ZeroShotQuestion of(ModelProbe model, List<PromptClass> classes) {
        if (classes.size() < 2 || classes.size() > MAX_CLASSES) {
            throw new IllegalArgumentException(classes.size() + " classes: 2 to " + MAX_CLASSES + " are allowed");
        }
        Set<String> names = new HashSet<>();
        List<Embedding> directions = new ArrayList<>();
        for (PromptClass described : classes) {
            if (!names.add(described.name())) {
                throw new IllegalArgumentException("class " + described.name() + " is given twice");
            }
            directions.add(Embedding.mean(described.prompts().stream()
                    .map(prompt -> model.text(prompt).embedding())
                    .toList()));
        }
        return new ZeroShotQuestion(
                List.copyOf(classes), directions, model.model().logitScale());
    }

    /** The classes, in order. */
    public List<PromptClass> classes() {
        return classes;
    }

    /** @throws IllegalArgumentException if the image is of another model */
    public ZeroShotAnswer answer(Embedding image) {
        double[] cosines = new double[directions.size()];
        for (int i = 0; i < cosines.length; i++) {
            cosines[i] = image.cosine(directions.get(i));
        }
        double[] scores = softmax(cosines, 1);
        double[] scaled = softmax(cosines, logitScale);
        List<ZeroShotAnswer.ClassScore> answers = new ArrayList<>();
        for (int i = 0; i < cosines.length; i++) {
            answers.add(new ZeroShotAnswer.ClassScore(classes.get(i).name(), cosines[i], scores[i], scaled[i]));
        }
        return new ZeroShotAnswer(answers);
    }

    /** Softmax of {@code factor * values}; nothing overflows. */
    static double[] softmax(double[] values, double factor) {
        double max = Double.NEGATIVE_INFINITY;
        for (double value : values) {
            max = Math.max(max, factor * value);
        }
        double[] softmax = new double[values.length];
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            softmax[i] = Math.exp(factor * values[i] - max);
            sum += softmax[i];
        }
        for (int i = 0; i < values.length; i++) {
            softmax[i] /= sum;
        }
        return softmax;
    }
}
