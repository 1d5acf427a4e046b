package org.mammoclip.dicom.node.internal;

import java.io.IOException;

/** Bytes that are no PDU or one with an impossible content: event 19 of the protocol machine. */
final class InvalidPduException extends IOException {
    private static final long serialVersionUID = 1L;

    private final int abortReason;

    /** @param abortReason the reason of the A-ABORT that answers it (PS3.8 Table 9-26) */
    InvalidPduException(int abortReason, String what) {
        super(what);
        this.abortReason = abortReason;
    }

    static InvalidPduException parameter(String what) {
        return new InvalidPduException(Pdu.Abort.INVALID_PDU_PARAMETER_VALUE, what);
    }

    int abortReason() {
        return abortReason;
    }
}
