package org.mammoclip.mammoclip.zeroshot;

/** The reference's zero-shot score. */
public final class ZeroShotScore {
    private ZeroShotScore() {}

    /**
     * Softmax over the raw cosines of a negative and a positive prompt, without the learned temperature, at the positive one.
     * Grows with {@code positive - negative}; between 0.119 and 0.881 for cosines in [-1, 1].
     */
    public static double ofCosines(double negative, double positive) {
        return 1 / (1 + Math.exp(negative - positive));
    }
}
