package org.mammoclip.mammogram;

/** The side of the paired body part (Image Laterality, PS3.3 C.8.11.7.1.1). */
public enum Laterality {
    LEFT("L"),
    RIGHT("R");

    private final String code;

    Laterality(String code) {
        this.code = code;
    }

    /** L or R, the value of Image Laterality (0020,0062). */
    public String code() {
        return code;
    }
}
