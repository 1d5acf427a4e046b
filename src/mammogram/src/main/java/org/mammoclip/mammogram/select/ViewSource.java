package org.mammoclip.mammogram.select;

/** Which attribute told the view. */
public enum ViewSource {
    /** View Code Sequence. */
    CODE,
    /** View Position. */
    POSITION,
    /** A description, in lenient mode. */
    TEXT,
    /** None. */
    NONE
}
