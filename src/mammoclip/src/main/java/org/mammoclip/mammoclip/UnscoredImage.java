package org.mammoclip.mammoclip;

/**
 * An image the model has no answer for.
 *
 * @param reason permanent for this image and model: trying again gives the same
 * @param detail one sentence without patient data
 */
public record UnscoredImage(Reason reason, String detail) implements ImageResult {
    /** Why there is no score. Names are permanent: ledger rows and dashboards quote them. */
    public enum Reason {
        /** All pixels have the same value: min-max scaling would divide by zero. */
        CONSTANT_IMAGE,
        /** The image holds NaN or an infinity. */
        NON_FINITE_IMAGE,
        /** The network answered NaN, an infinity or a zero vector. */
        NON_FINITE_SCORE
    }
}
