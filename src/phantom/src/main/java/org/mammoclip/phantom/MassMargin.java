package org.mammoclip.phantom;

/** Edge of a mass (BI-RADS lexicon). */
public enum MassMargin {
    CIRCUMSCRIBED,
    OBSCURED,
    INDISTINCT,
    SPICULATED
}
