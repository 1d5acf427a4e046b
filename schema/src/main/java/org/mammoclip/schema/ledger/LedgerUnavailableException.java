package org.mammoclip.schema.ledger;

/**
 * The database did not answer, or cannot now: nothing was promised; try again later. The message names the SQLSTATE,
 * never a value.
 */
public final class LedgerUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public LedgerUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
