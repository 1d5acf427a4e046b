package org.mammoclip.mammogram;

import org.mammoclip.dicom.Uid;
import org.mammoclip.dicom.sr.CodedConcept;

/** The product's own codes (PS3.3 section 8): a private coding scheme, identified wherever one of its codes is used. */
public final class PrivateCodes {
    /** Coding Scheme Designator; 99 marks a private scheme. */
    public static final String SCHEME = "99MCTRIAGE";

    /** Coding Scheme UID. */
    public static final Uid SCHEME_UID = Uid.of("2.25.220416912105925433466870934921062514133");

    private PrivateCodes() {}

    public static CodedConcept of(String value, String meaning) {
        return new CodedConcept(value, SCHEME, meaning);
    }
}
