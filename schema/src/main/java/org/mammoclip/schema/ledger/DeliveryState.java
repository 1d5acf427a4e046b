package org.mammoclip.schema.ledger;

/** Where one object is on its way to one destination. */
public enum DeliveryState {
    PENDING,
    DELIVERED,
    /** Given up; waits for a requeue. */
    DEAD
}
