package org.mammoclip.schema.ledger;

/** Where the fetch of an announced study is. */
public enum FetchState {
    PENDING,
    RETRIEVING,
    FETCHED,
    /** Refused for good; waits for a requeue. */
    NACK
}
