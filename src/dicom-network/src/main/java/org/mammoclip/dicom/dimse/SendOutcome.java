package org.mammoclip.dicom.dimse;

/** What became of one request to a peer. */
public sealed interface SendOutcome {
    /** The peer answered success or a warning: it has the object. */
    record Accepted(StoreStatus status) implements SendOutcome {}

    /**
     * The peer answered and said no.
     *
     * @param status as answered; for a refused association or context a status made of it, reason in the comment
     * @param permanent whether sending the same again is pointless until somebody changes a configuration
     */
    record Refused(StoreStatus status, boolean permanent) implements SendOutcome {}

    /**
     * The peer could not be reached or broke off; it may or may not have the object.
     *
     * @param reason for the log and the ledger, no patient data
     */
    record Unreachable(String reason) implements SendOutcome {}

    default boolean isAccepted() {
        return this instanceof Accepted;
    }
}
