package org.mammoclip.schema.ledger;

/** The lease expired and somebody else has the work now, or the work is done: nothing was changed. Drop it. */
public final class LeaseLostException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public LeaseLostException(String what) {
        super("lease lost: " + what);
    }
}
