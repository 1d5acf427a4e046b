package org.mammoclip.dicom.sr;

import java.util.Arrays;
import java.util.Optional;

/** How a content item relates to its parent, Relationship Type (PS3.3 C.17.3.2.4). */
public enum Relationship {
    /** The document title, which has no parent. */
    ROOT(""),
    CONTAINS("CONTAINS"),
    HAS_OBS_CONTEXT("HAS OBS CONTEXT"),
    HAS_ACQ_CONTEXT("HAS ACQ CONTEXT"),
    HAS_CONCEPT_MOD("HAS CONCEPT MOD"),
    HAS_PROPERTIES("HAS PROPERTIES"),
    INFERRED_FROM("INFERRED FROM"),
    SELECTED_FROM("SELECTED FROM");

    private final String code;

    Relationship(String code) {
        this.code = code;
    }

    /** The Relationship Type (0040,A010) value; empty for the root. */
    public String code() {
        return code;
    }

    static Optional<Relationship> ofCode(String code) {
        return Arrays.stream(values())
                .filter(relationship -> relationship != ROOT && relationship.code.equals(code))
                .findFirst();
    }
}
