package org.mammoclip.mammoclip.learn.probe;

import java.util.Arrays;

/**
 * A linear layer on the pooled vector as it is: standardisation is folded into it. Its numbers are those of float32, as a model file
 * keeps them. Immutable, thread-safe.
 */
public final class LinearHead {
    private final double[][] weights;
    private final double[] bias;

    /**
     * @param weights one row per output; copied and rounded to float32
     * @param bias one per output; copied and rounded to float32
     */
    public LinearHead(double[][] weights, double[] bias) {
        this.weights = Arrays.stream(weights).map(LinearHead::rounded).toArray(double[][]::new);
        this.bias = rounded(bias);
    }

    private static double[] rounded(double[] values) {
        return Arrays.stream(values).map(value -> (float) value).toArray();
    }

    /** Number of logits. */
    public int outputs() {
        return bias.length;
    }

    /** Length of the pooled vector. */
    public int inputs() {
        return weights[0].length;
    }

    /** A copy of the weights of one output. */
    public double[] weights(int output) {
        return weights[output].clone();
    }

    public double bias(int output) {
        return bias[output];
    }

    /** The logits of one output, for all vectors. */
    public double[] logits(PooledVectors vectors, int output) {
        if (vectors.width() != inputs()) {
            throw new IllegalArgumentException(
                    "vectors of " + vectors.width() + " values for a head of " + inputs() + " inputs");
        }
        double[] logits = new double[vectors.size()];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = vectors.dot(i, weights[output], 0) + bias[output];
        }
        return logits;
    }

    /** The most probable class of each vector, the first of equals. */
    public int[] classes(PooledVectors vectors) {
        double[] best = logits(vectors, 0);
        int[] classes = new int[best.length];
        for (int k = 1; k < outputs(); k++) {
            double[] logits = logits(vectors, k);
            for (int i = 0; i < best.length; i++) {
                if (logits[i] > best[i]) {
                    best[i] = logits[i];
                    classes[i] = k;
                }
            }
        }
        return classes;
    }
}
