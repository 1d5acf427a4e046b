package org.mammoclip.schema.ledger;

/** Where a revision of a study is. The names are permanent: rows, events and dashboards quote them. */
public enum StudyState {
    /** Images arrive; the next decision has a deadline. */
    RECEIVING,
    /** The exam is decided and waits for its score. */
    ASSEMBLED,
    /** Scored; its objects are on their way. */
    SCORED,
    /** Every destination has every object. */
    DELIVERED,
    /** Not a screening exam that can be scored; the reason is recorded. */
    INELIGIBLE,
    /** Stopped with a {@link FailureCode}. */
    FAILED
}
