package org.mammoclip.phantom;

/** What a phantom may have, by the names of VinDr-Mammo's table. */
public enum LesionKind {
    MASS("Mass"),
    CALCIFICATION("Suspicious Calcification"),
    DISTORTION("Architectural Distortion"),
    GLOBAL_ASYMMETRY("Global Asymmetry"),
    FOCAL_ASYMMETRY("Focal Asymmetry"),
    /** Seen in one view only. */
    ASYMMETRY("Asymmetry"),
    /** In the axilla, seen in the oblique view only. */
    LYMPH_NODE("Suspicious Lymph Node"),
    NIPPLE_RETRACTION("Nipple Retraction"),
    SKIN_THICKENING("Skin Thickening");

    private final String label;

    LesionKind(String label) {
        this.label = label;
    }

    /** As the table writes it. */
    public String label() {
        return label;
    }
}
