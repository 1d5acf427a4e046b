package org.mammoclip.schema.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.mammoclip.dicom.Uid;

/**
 * Bad input that was set aside.
 *
 * @param detail no patient data, at most 400 characters (longer is cut)
 * @param origin a calling AE title, a source or a topic
 * @param spoolId its bytes, if they were kept
 * @param position where it stood in Kafka, if it came from there
 */
public record QuarantinedInput(
        FailureCode code,
        String detail,
        String origin,
        @Nullable Uid studyInstanceUid,
        @Nullable Uid sopInstanceUid,
        @Nullable SpoolId spoolId,
        @Nullable InboxPosition position,
        Instant at) {
    public QuarantinedInput {
        detail = Checks.text(detail, 400);
        origin = Checks.text(origin, 64);
    }
}
