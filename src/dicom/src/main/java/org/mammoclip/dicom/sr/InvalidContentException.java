package org.mammoclip.dicom.sr;

/** Structured report content that breaks PS3.3 or its template. The message names the rule, never a patient's value. */
public final class InvalidContentException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public InvalidContentException(String rule) {
        super(rule);
    }
}
