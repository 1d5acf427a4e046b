package org.mammoclip.mammoclip.data;

/** What a sample is for. */
public enum Split {
    /** Parameters are fitted to it. */
    TRAINING,
    /** Chooses among models and thresholds. */
    VALIDATION,
    /** Measures the chosen one; nothing else may see it. */
    TEST
}
