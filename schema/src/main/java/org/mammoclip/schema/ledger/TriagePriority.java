package org.mammoclip.schema.ledger;

/** The result for the reading list. A negative result is ROUTINE: it never moves an exam back. */
public enum TriagePriority {
    /** At least one finding reached its threshold: read first. */
    URGENT,
    /** Scored, no finding reached its threshold. */
    ROUTINE,
    /** Not scored; the study is read as if this product did not exist. */
    NONE
}
