package org.mammoclip.worker.ingest;

import org.mammoclip.dicom.dimse.StoreStatus;

/** Why an instance is not taken: what the sender is told and how it is counted. Never holds patient data. */
final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    /** The reasons; names are permanent, metrics carry them. */
    enum Reason {
        SHUTTING_DOWN,
        LEDGER_UNAVAILABLE,
        NOT_RECORDED,
        DISK_RESERVE,
        DISK_FAILURE,
        TOO_LONG,
        TRANSFER_SYNTAX,
        UNREADABLE,
        COMMAND_MISMATCH,
        MISSING_UID,
        CONFLICT
    }

    private final transient StoreStatus status;
    private final Reason reason;

    Refusal(Reason reason, StoreStatus status) {
        super(reason.name(), null, false, false);
        this.reason = reason;
        this.status = status;
    }

    Refusal(Reason reason, StoreStatus status, Throwable cause) {
        super(reason.name(), cause);
        this.reason = reason;
        this.status = status;
    }

    StoreStatus status() {
        return status;
    }

    Reason reason() {
        return reason;
    }
}
