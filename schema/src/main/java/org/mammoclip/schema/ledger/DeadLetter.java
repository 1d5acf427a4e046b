package org.mammoclip.schema.ledger;

import java.time.Instant;
import org.mammoclip.dicom.Uid;

/**
 * Something that stopped and waits for somebody.
 *
 * @param where for people: the destination, the source, or the state in which the study failed
 * @param detail no patient data
 */
public record DeadLetter(
        DeadLetterId id,
        Uid studyInstanceUid,
        String where,
        FailureCode code,
        String detail,
        int attempts,
        Instant since) {}
