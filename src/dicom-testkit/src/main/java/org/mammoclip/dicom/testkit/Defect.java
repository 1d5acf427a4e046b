package org.mammoclip.dicom.testkit;

/** Something wrong or unusual with one image of a {@link SyntheticExam}. Each makes the object that its comment says. */
public enum Defect {
    /** No Image Laterality. */
    NO_LATERALITY,
    /** Image Laterality B. */
    BOTH_BREASTS,
    /** Laterality (0020,0060) contradicts Image Laterality. */
    SIDES_DISAGREE,
    /** Neither View Code Sequence nor View Position. */
    NO_VIEW,
    /** View modifiers spot compression and magnification, magnification factor 1.8. */
    SPOT_MAGNIFICATION,
    /** Breast Implant Present YES, not displaced. */
    IMPLANT,
    /** Partial View YES. */
    PARTIAL_VIEW,
    /** Pixel Data two rows short. */
    SHORT_PIXEL_DATA,
    /** Pixel Data two rows long. */
    LONG_PIXEL_DATA,
    /** No Pixel Data. */
    NO_PIXEL_DATA,
    /** Rows and Columns say 65535 each. */
    HUGE_SIZE,
    /** Bits Stored 17 of 16 allocated. */
    IMPOSSIBLE_BITS,
    /** All pixels 0. */
    BLANK,
    /** Another Patient ID, name and birth date in the same study. */
    OTHER_PATIENT,
    /** Breast Tomosynthesis Image class, two frames. */
    TOMOSYNTHESIS,
    /** For Processing: the raw image. */
    FOR_PROCESSING,
    /** Secondary Capture class, Image Type SECONDARY. */
    SECONDARY_CAPTURE,
    /** Digital X-Ray of a chest, Modality DX. */
    CHEST_X_RAY,
    /** Computed Radiography of a hand, Modality CR. */
    OTHER_MODALITY,
    /** Quality Control Image YES. */
    QUALITY_CONTROL,
    /** No Study Instance UID. */
    NO_STUDY_UID
}
