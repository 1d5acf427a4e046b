package org.mammoclip.schema.ledger;

/**
 * The answer to one recorded object.
 *
 * @param receipt NEW, DUPLICATE or CONFLICT
 * @param revision the revision that the instance counts to, 1 or higher
 * @param identityConflict whether its study holds instances of two patients and is therefore stopped
 */
public record InstanceReceipt(Receipt receipt, int revision, boolean identityConflict) {}
