package org.mammoclip.dicom.pixel;

import java.util.Optional;

/** What the samples of a pixel mean (PS3.3 C.7.6.3.1.2). */
public enum PhotometricInterpretation {
    /** The smallest value is white. */
    MONOCHROME1,
    /** The smallest value is black. */
    MONOCHROME2,
    PALETTE_COLOR,
    RGB,
    YBR_FULL,
    YBR_FULL_422,
    YBR_PARTIAL_420,
    YBR_ICT,
    YBR_RCT;

    public boolean isMonochrome() {
        return this == MONOCHROME1 || this == MONOCHROME2;
    }

    /** The defined term, for example {@code PALETTE COLOR}. */
    public String term() {
        return this == PALETTE_COLOR ? "PALETTE COLOR" : name();
    }

    /** The interpretation with this defined term; empty if it is none of them. */
    public static Optional<PhotometricInterpretation> of(String term) {
        for (PhotometricInterpretation candidate : values()) {
            if (candidate.term().equals(term)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }
}
