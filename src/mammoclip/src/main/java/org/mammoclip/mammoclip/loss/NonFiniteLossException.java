package org.mammoclip.mammoclip.loss;

/** A loss is NaN or infinite. A step with it would destroy every parameter; the caller keeps the batch for inspection and stops. */
public final class NonFiniteLossException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param term name for the message */
    public NonFiniteLossException(String term, double value) {
        super("loss term " + term + " is " + value
                + ": do not step; look for a constant image, a diverged logit_scale or too high a learning rate");
    }
}
