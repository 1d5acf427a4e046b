package org.mammoclip.mammoclip.data;

/** What is left out when only a part of the labels is used. */
public enum FractionUnit {
    /** All images of a woman, or none. */
    PATIENT,
    /** Each image for itself, as the reference samples rows. */
    IMAGE
}
