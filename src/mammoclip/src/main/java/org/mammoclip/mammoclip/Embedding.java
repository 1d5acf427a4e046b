package org.mammoclip.mammoclip;

import java.util.Arrays;
import java.util.List;

/**
 * A point in the joint space of images and texts: the projected vector divided by its L2 norm (512 values in released
 * checkpoints). Not the pooled vector of an encoder. Immutable, thread-safe.
 */
public final class Embedding {
    private static final double NORM_TOLERANCE = 1e-4;

    private final float[] values;

    private Embedding(float[] values) {
        this.values = values;
    }

    /**
     * @param values a vector of unit L2 norm (within 1e-4); copied
     * @throws IllegalArgumentException if the norm is not one, which includes NaN and infinity
     */
    public static Embedding of(float[] values) {
        double norm = Math.sqrt(dot(values, values));
        if (!(Math.abs(norm - 1) <= NORM_TOLERANCE)) {
            throw new IllegalArgumentException("an embedding has unit length, not " + norm);
        }
        return new Embedding(values.clone());
    }

    /**
     * Divides a projected vector by its L2 norm, computed in double precision.
     *
     * @throws NonFiniteScoreException if the norm is zero, NaN or infinite
     */
    static Embedding normalize(float[] projected) {
        double norm = Math.sqrt(dot(projected, projected));
        if (!(norm > 0) || !Double.isFinite(norm)) {
            throw new NonFiniteScoreException("the network's vector has length " + norm);
        }
        float[] unit = new float[projected.length];
        for (int i = 0; i < unit.length; i++) {
            unit[i] = (float) (projected[i] / norm);
        }
        return new Embedding(unit);
    }

    /**
     * The common direction of several embeddings: their mean, scaled to unit length, summed in double precision.
     *
     * @param embeddings at least one, of one dimension; a single one is returned as it is
     * @throws NonFiniteScoreException if they cancel each other
     */
    static Embedding mean(List<Embedding> embeddings) {
        Embedding first = embeddings.get(0);
        if (embeddings.size() == 1) {
            return first;
        }
        double[] sum = new double[first.values.length];
        for (Embedding embedding : embeddings) {
            for (int i = 0; i < sum.length; i++) {
                sum[i] += embedding.values[i];
            }
        }
        float[] mean = new float[sum.length];
        for (int i = 0; i < mean.length; i++) {
            mean[i] = (float) (sum[i] / embeddings.size());
        }
        return normalize(mean);
    }

    public int dimension() {
        return values.length;
    }

    /** A copy of the vector. */
    public float[] toArray() {
        return values.clone();
    }

    /**
     * Cosine similarity in [-1, 1], summed in double precision.
     *
     * @throws IllegalArgumentException if the dimensions differ
     */
    public double cosine(Embedding other) {
        if (other.values.length != values.length) {
            throw new IllegalArgumentException(
                    "embeddings of " + values.length + " and " + other.values.length + " dimensions");
        }
        return Math.max(-1, Math.min(1, dot(values, other.values)));
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Embedding that && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return "Embedding[" + values.length + " dimensions]";
    }
}
