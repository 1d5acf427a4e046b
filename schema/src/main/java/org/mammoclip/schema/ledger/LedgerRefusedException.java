package org.mammoclip.schema.ledger;

/**
 * The database refuses us for good: credentials, privileges, or a schema of another version
 * ({@link FailureCode#LEDGER_REFUSED}). Trying again is pointless until somebody changes something.
 */
public final class LedgerRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public LedgerRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
