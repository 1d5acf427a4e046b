package org.mammoclip.mammoclip.train;

/**
 * How {@link AdamW} steps.
 *
 * @param learningRate at a schedule multiplier of 1, above 0
 * @param beta1 decay of the first moment, in [0, 1)
 * @param beta2 decay of the second moment, in [0, 1)
 * @param epsilon added to the root of the corrected second moment, above 0
 * @param weightDecay at least 0; of every parameter, biases, norms and temperature included, as in the published runs
 */
public record AdamWSettings(double learningRate, double beta1, double beta2, double epsilon, double weightDecay) {
    /** What the released models were trained with. */
    public static final AdamWSettings REFERENCE = new AdamWSettings(5e-5, 0.9, 0.999, 1e-8, 1e-4);

    public AdamWSettings {
        require(
                learningRate > 0 && Double.isFinite(learningRate),
                "learning rate must be above 0, not " + learningRate);
        require(beta1 >= 0 && beta1 < 1, "beta1 must be in [0, 1), not " + beta1);
        require(beta2 >= 0 && beta2 < 1, "beta2 must be in [0, 1), not " + beta2);
        require(epsilon > 0 && Double.isFinite(epsilon), "epsilon must be above 0, not " + epsilon);
        require(
                weightDecay >= 0 && learningRate * weightDecay < 1,
                "weight decay must be at least 0 and below 1 / learning rate, not " + weightDecay);
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    /** The same with another learning rate. */
    public AdamWSettings withLearningRate(double other) {
        return new AdamWSettings(other, beta1, beta2, epsilon, weightDecay);
    }
}
