package org.mammoclip.mammoclip;

/** What drew a box. */
public enum BoxOrigin {
    /** A trained detector; the score is the detection's. */
    DETECTOR,
    /** A connected region of the attribution map; the score is the largest value of the map inside, not a probability. */
    ATTRIBUTION
}
