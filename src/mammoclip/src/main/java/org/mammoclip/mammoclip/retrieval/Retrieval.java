package org.mammoclip.mammoclip.retrieval;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.mammoclip.mammoclip.Embedding;

/**
 * The ranks of paired texts. A text that several images share counts once in the list, as the reference does it. A text with the
 * same cosine as the paired one takes half a place in front of it: {@code rank = 1 + better + ties / 2}, the mean over all orders
 * in which equals could stand, so that a model that gives every text the same vector is at the middle and not first. Immutable,
 * thread-safe.
 */
public final class Retrieval {
    /** More pairs than this are refused: the cost is pairs x distinct texts x dimensions. */
    public static final int MAX_PAIRS = 100_000;

    private final double[] ranks;
    private final int distinctTexts;

    private Retrieval(double[] ranks, int distinctTexts) {
        this.ranks = ranks;
        this.distinctTexts = distinctTexts;
    }

    /**
     * Ranks the texts of image-text pairs.
     *
     * @param images one per pair
     * @param texts the paired texts themselves; equal strings are one text
     * @param textEmbeddings one per pair, equal for equal texts
     * @throws IllegalArgumentException if the lists differ in length, are empty or have more than {@link #MAX_PAIRS} pairs, or
     *     dimensions differ
     */
    public static Retrieval of(List<Embedding> images, List<String> texts, List<Embedding> textEmbeddings) {
        int pairs = images.size();
        if (texts.size() != pairs || textEmbeddings.size() != pairs) {
            throw new IllegalArgumentException(
                    pairs + " images, " + texts.size() + " texts and " + textEmbeddings.size() + " text embeddings");
        }
        if (pairs == 0 || pairs > MAX_PAIRS) {
            throw new IllegalArgumentException(pairs + " pairs: 1 to " + MAX_PAIRS + " are allowed");
        }
        Map<String, Integer> distinct = new HashMap<>();
        int[] own = new int[pairs];
        Embedding[] candidates = new Embedding[pairs];
        for (int i = 0; i < pairs; i++) {
            Integer known = distinct.putIfAbsent(texts.get(i), distinct.size());
            own[i] = known == null ? distinct.size() - 1 : known;
            if (known == null) {
                candidates[own[i]] = textEmbeddings.get(i);
            } else if (!candidates[known].equals(textEmbeddings.get(i))) {
                throw new IllegalArgumentException("pair " + i + " has an earlier pair's text and another embedding");
            }
        }
        double[] ranks = new double[pairs];
        double[] cosines = new double[distinct.size()];
        for (int i = 0; i < pairs; i++) {
            for (int candidate = 0; candidate < cosines.length; candidate++) {
                cosines[candidate] = images.get(i).cosine(candidates[candidate]);
            }
            ranks[i] = rank(cosines, own[i]);
        }
        return new Retrieval(ranks, distinct.size());
    }

    /** The place of one candidate among all, from 1; half a place for each other with the same value. */
    static double rank(double[] values, int own) {
        int better = 0;
        int ties = -1;
        for (double value : values) {
            if (value > values[own]) {
                better++;
            } else if (value == values[own]) {
                ties++;
            }
        }
        return 1 + better + ties / 2.0;
    }

    /** For each pair the place of its text, 1 to {@link #distinctTexts}, in steps of a half. */
    public double[] ranks() {
        return ranks.clone();
    }

    /** Texts in the list. */
    public int distinctTexts() {
        return distinctTexts;
    }
}
