package org.mammoclip.mammogram.select;

/** How gladly an image is taken for its slot, best first; a slot is filled from its best kind only. */
public enum Preference {
    /** Acquired, For Presentation, implant displaced if there is one. */
    REGULAR,
    /** Anterior compression. */
    SECOND_CHOICE,
    /** Implant in view. */
    IMPLANT_FULL,
    /** Synthetic 2D. */
    SYNTHETIC,
    /** For Processing. */
    RAW
}
