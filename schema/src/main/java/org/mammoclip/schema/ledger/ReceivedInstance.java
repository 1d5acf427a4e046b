package org.mammoclip.schema.ledger;

import java.time.Instant;

/**
 * One received object with all that the ledger keeps of it.
 *
 * @param patient whose it is
 * @param accessionNumber (0008,0050); empty: none; at most 64 characters (longer is cut)
 * @param headerJson the attributes that assembling needs, as DICOM JSON (PS3.18 F)
 * @param origin where it came from: a calling AE title or the name of a source
 * @param priority of the request it belongs to; a revision keeps the most urgent one seen
 * @param receivedAt when its last byte was durable
 * @param decideAt when the study is to be looked at, unless another instance arrives meanwhile
 */
public record ReceivedInstance(
        InstanceKey key,
        StoredObject object,
        RecordedDecision decision,
        PatientKey patient,
        String accessionNumber,
        String headerJson,
        String origin,
        RequestPriority priority,
        Instant receivedAt,
        Instant decideAt) {
    public ReceivedInstance {
        accessionNumber = Checks.text(accessionNumber, 64);
        origin = Checks.text(origin, 64);
    }
}
