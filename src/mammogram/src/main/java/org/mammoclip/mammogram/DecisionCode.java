package org.mammoclip.mammogram;

/** What is done with one received instance, and thereby why an image is left out. Names are permanent: users see them. */
public enum DecisionCode {
    /** Made by this product: never analysed again. */
    IGNORE_OWN,
    /** Named by a rejection note (IHE IOCM). */
    REJECTED_BY_KOS,
    /** SR, key object, presentation state, encapsulated document. */
    IGNORE_DERIVED,
    /** Not mammography. */
    EXCLUDE_MODALITY,
    /** Secondary Capture, or Image Type value 2 SECONDARY. */
    EXCLUDE_SC,
    /** Phantom or quality control image. */
    EXCLUDE_QC,
    /** Tissue specimen. */
    EXCLUDE_SPECIMEN,
    /** Tomosynthesis volume or projection. */
    TOMO_VOLUME,
    /** Synthetic 2D image; used only where no acquired image fills the slot and the rules allow it. */
    SYNTH_2D,
    /** For Processing. */
    RAW,
    /** Side unresolved or both breasts. */
    REJECT_SIDE,
    /** Two sources disagree about the side: a wrong side is worse than a missing result. */
    REVIEW,
    /** Spot compression or magnification. */
    EXCLUDE_SPOT_MAG,
    /** Not CC or MLO, or a modifier that makes it no screening view. */
    EXCLUDE_OTHER_VIEW,
    /** Implant in view; used only if no implant-displaced view fills the slot. */
    IMPLANT_FULL,
    /** One tile of a large breast; each is scored, the slot takes the maximum. */
    PARTIAL,
    /** A standard screening view. */
    STD_VIEW,
    /** A good view beyond the number that is scored per side. */
    SURPLUS,
    /** A fallback that a better image of the same slot made unnecessary. */
    SUPERSEDED
}
