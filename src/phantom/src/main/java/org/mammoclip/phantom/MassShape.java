package org.mammoclip.phantom;

/** Outline of a mass (BI-RADS lexicon). */
public enum MassShape {
    ROUND,
    OVAL,
    IRREGULAR
}
