package org.mammoclip.mammoclip.loss;

import ai.djl.ndarray.NDArray;

/**
 * Binary cross entropy on logits for one yes/no finding, the positive rows weighted because there are few of them. The mean runs
 * over rows, not over weights.
 *
 * @param positiveWeight factor on the loss of a positive row, above 0
 */
public record BinaryLoss(double positiveWeight) {
    /** Every row counts the same. */
    public static final BinaryLoss UNWEIGHTED = new BinaryLoss(1);

    public BinaryLoss {
        if (!(positiveWeight > 0) || Double.isInfinite(positiveWeight)) {
            throw new IllegalArgumentException("positive weight " + positiveWeight + " must be finite and above 0");
        }
    }

    /**
     * The weight from the training rows: negatives per positive, so that both sides of the finding count the same in all.
     *
     * @param labels 1 positive, everything else negative
     * @throws IllegalArgumentException if one side is empty
     */
    public static BinaryLoss balancing(int[] labels) {
        long positives = 0;
        for (int label : labels) {
            positives += label == 1 ? 1 : 0;
        }
        long negatives = labels.length - positives;
        if (positives == 0 || negatives == 0) {
            throw new IllegalArgumentException(positives + " positive and " + negatives
                    + " negative rows: a finding can be learned only from rows of both kinds");
        }
        return new BinaryLoss((double) negatives / positives);
    }

    /**
     * @param logits {@code (B)} or {@code (B, 1)}
     * @param targets B labels in row order, 1 positive; 0 and negative numbers (how the reference writes "unknown") negative
     * @return one number
     */
    public NDArray of(NDArray logits, int[] targets) {
        if (targets.length == 0 || logits.size() != targets.length) {
            throw new IllegalArgumentException("logits " + logits.getShape() + " for " + targets.length
                    + " targets: one logit a target, at least one");
        }
        float[] positive = new float[targets.length];
        float[] negative = new float[targets.length];
        for (int i = 0; i < targets.length; i++) {
            if (targets[i] > 1) {
                throw new IllegalArgumentException("target " + targets[i] + " in row " + i + ": a label is 0 or 1");
            }
            positive[i] = targets[i] == 1 ? (float) positiveWeight : 0;
            negative[i] = targets[i] == 1 ? 0 : 1;
        }
        NDArray rows = logits.reshape(targets.length);
        NDArray asPositive = Softplus.of(rows.neg()).mul(logits.getManager().create(positive));
        NDArray asNegative = Softplus.of(rows).mul(logits.getManager().create(negative));
        return asPositive.add(asNegative).mean();
    }
}
