package org.mammoclip.schema.ledger;

/** What a recorded object is to the ledger. */
public enum Receipt {
    /** Not seen before; it is recorded now. */
    NEW,
    /** Recorded before with the same bytes. */
    DUPLICATE,
    /** The same SOP Instance UID was recorded before with other bytes: the first copy is kept, the attempt audited. */
    CONFLICT
}
