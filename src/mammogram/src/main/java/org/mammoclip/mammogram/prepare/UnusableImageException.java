package org.mammoclip.mammogram.prepare;

/** A decoded image that cannot become model input. */
public final class UnusableImageException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Names are permanent: the ledger stores them. */
    public enum Reason {
        /** Nothing, or next to nothing, is left after trimming. */
        TOO_SMALL,
        /** Every pixel has the same value, so there is nothing to scale and nothing to see. */
        BLANK
    }

    private final Reason reason;

    public UnusableImageException(Reason reason, String detailWithoutPatientData) {
        super(reason + ": " + detailWithoutPatientData);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
