package org.mammoclip.mammoclip.learn.probe;

import java.util.stream.IntStream;

/** Pooled vectors and the right answer to each. Immutable, thread-safe. */
public final class LabelledVectors {
    private final PooledVectors vectors;
    private final int[] labels;

    /**
     * @param labels one per vector, not negative; copied
     * @throws IllegalArgumentException if there are more or fewer
     */
    public LabelledVectors(PooledVectors vectors, int[] labels) {
        if (labels.length != vectors.size()) {
            throw new IllegalArgumentException(labels.length + " labels for " + vectors.size() + " vectors");
        }
        for (int label : labels) {
            if (label < 0) {
                throw new IllegalArgumentException("label " + label);
            }
        }
        this.vectors = vectors;
        this.labels = labels.clone();
    }

    public PooledVectors vectors() {
        return vectors;
    }

    /** A copy. */
    public int[] labels() {
        return labels.clone();
    }

    public int size() {
        return labels.length;
    }

    /** How many have this label. */
    public int count(int label) {
        return (int) IntStream.of(labels).filter(one -> one == label).count();
    }

    /** Labels that occur, ascending. */
    int[] present() {
        return IntStream.of(labels).distinct().sorted().toArray();
    }
}
