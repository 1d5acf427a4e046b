package org.mammoclip.worker.ingest;

import org.mammoclip.dicom.Uid;
import org.mammoclip.dicom.dimse.StoreRequest;

/**
 * What is known of an instance before its data set is read.
 *
 * @param route how it came: {@code dimse} or the name of the source it was fetched from
 * @param peer calling AE title, or the name of the source
 * @param connection names the association in logs and the ledger; never from the wire
 * @param sopClassUid as the command or the file meta information says
 * @param sopInstanceUid as the command or the file meta information says
 * @param transferSyntaxUid the encoding of the data set
 */
record Arrival(
        String route, String peer, String connection, Uid sopClassUid, Uid sopInstanceUid, Uid transferSyntaxUid) {
    static Arrival of(StoreRequest request) {
        return new Arrival(
                "dimse",
                request.calling().value(),
                request.associationId(),
                request.sopClassUid(),
                request.sopInstanceUid(),
                request.transferSyntaxUid());
    }
}
