package org.mammoclip.mammoclip.zeroshot;

/** The zero-shot score of two directions, the negative and the positive prompts of a finding. */
public final class ZeroShotScore {
    private ZeroShotScore() {}

    /**
     * The reference's score: softmax over the raw cosines, without the learned temperature, at the positive one. Grows with
     * {@code positive - negative}; between 0.119 and 0.881 for cosines in [-1, 1].
     */
    public static double ofCosines(double negative, double positive) {
        return 1 / (1 + Math.exp(negative - positive));
    }

    /**
     * What a sigmoid turns into the softmax, with both cosines divided by a temperature first; 1 gives that of {@link #ofCosines}.
     *
     * @param temperature above 0; the learned one is {@code exp(-logit_scale)}
     */
    public static double logit(double negative, double positive, double temperature) {
        return (positive - negative) / temperature;
    }
}
