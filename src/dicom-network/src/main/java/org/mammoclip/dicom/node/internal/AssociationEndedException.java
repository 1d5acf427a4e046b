package org.mammoclip.dicom.node.internal;

import java.io.IOException;

/** The association is over without release: nothing more can be received or sent on it. */
final class AssociationEndedException extends IOException {
    private static final long serialVersionUID = 1L;

    /** Why it ended. */
    enum Cause {
        ABORTED_BY_PEER,
        CONNECTION_LOST,
        TIMED_OUT,
        PROTOCOL_VIOLATION,
        ABORTED_BY_US
    }

    private final Cause why;

    /** @param detail for logs; no patient data */
    AssociationEndedException(Cause why, String detail) {
        super(detail);
        this.why = why;
    }

    Cause why() {
        return why;
    }
}
