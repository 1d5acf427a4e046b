package org.mammoclip.dicom.dimse;

import org.mammoclip.dicom.Uid;

/**
 * A C-STORE-RQ (PS3.7 9.3.1.1) with its association.
 *
 * @param associationId names the association in logs and the ledger; made by the node, never from the wire
 * @param calling AE title of the sender, already checked against the caller list
 * @param called our AE title as the sender called it
 * @param peerAddress numeric IP address of the sender
 * @param sopClassUid Affected SOP Class UID; the presentation context was negotiated for it
 * @param sopInstanceUid Affected SOP Instance UID; a request whose UID is illegal never reaches a receiver (0117H)
 * @param transferSyntaxUid the accepted transfer syntax of the presentation context
 */
public record StoreRequest(
        String associationId,
        AeTitle calling,
        AeTitle called,
        String peerAddress,
        Uid sopClassUid,
        Uid sopInstanceUid,
        Uid transferSyntaxUid) {}
