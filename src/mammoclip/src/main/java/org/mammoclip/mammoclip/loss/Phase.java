package org.mammoclip.mammoclip.loss;

/** What a loss is computed for. */
public enum Phase {
    /** A step: label smoothing acts. */
    TRAINING,
    /** Validation: no label smoothing, so that figures of runs with and without it compare. */
    EVALUATION
}
