package org.mammoclip.schema.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.mammoclip.dicom.Uid;

/**
 * Who did what.
 *
 * @param action upper case words joined by underscores, for example INSTANCE_CONFLICT, REPLAY
 * @param actor a worker, an AE title or an operator
 * @param detail no patient data, at most 400 characters (longer is cut)
 */
public record AuditEntry(
        Instant at, String action, String actor, @Nullable Uid studyInstanceUid, String detail) {
    public AuditEntry {
        Checks.matches(action, "[A-Z0-9_]{1,40}", "action");
        actor = Checks.text(actor, 64);
        detail = Checks.text(detail, 400);
    }
}
