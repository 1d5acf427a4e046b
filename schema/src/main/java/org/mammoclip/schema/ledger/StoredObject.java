package org.mammoclip.schema.ledger;

import org.mammoclip.dicom.Uid;

/**
 * A DICOM object whose bytes are durable in the spool.
 *
 * @param sha256 of the data set as received, without preamble and file meta information
 * @param length of the same bytes
 * @param transferSyntaxUid of the data set
 */
public record StoredObject(SpoolId spoolId, Sha256 sha256, long length, Uid transferSyntaxUid, Uid sopClassUid) {
    public StoredObject {
        if (length < 0) {
            throw new IllegalArgumentException("length is not negative");
        }
    }
}
