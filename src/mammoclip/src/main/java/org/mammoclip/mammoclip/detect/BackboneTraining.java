package org.mammoclip.mammoclip.detect;

/** What training does with a detector's image tower; neck and heads are always learned. */
public enum BackboneTraining {
    /** Learned with the rest, in training mode: batch norms see the batch, residual branches are dropped. As the reference. */
    LEARNED(true, true),
    /** Learned with the rest, but batch norms use their running statistics as they are and no branch is dropped: small batches. */
    LEARNED_FIXED_NORMS(true, false),
    /** Not changed by one bit: parameters fixed, in evaluation mode. */
    FROZEN(false, false),
    /** What the reference calls frozen: parameters fixed, but in training mode, so that running statistics go on moving. */
    FROZEN_REFERENCE(false, true);

    private final boolean learned;
    private final boolean trainingMode;

    BackboneTraining(boolean learned, boolean trainingMode) {
        this.learned = learned;
        this.trainingMode = trainingMode;
    }

    /** Whether the optimiser moves the tower's parameters. */
    public boolean learned() {
        return learned;
    }

    /** Whether batch norms see the batch and residual branches are dropped. */
    public boolean trainingMode() {
        return trainingMode;
    }
}
