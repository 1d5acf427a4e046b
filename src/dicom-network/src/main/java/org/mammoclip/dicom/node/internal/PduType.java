package org.mammoclip.dicom.node.internal;

import org.jspecify.annotations.Nullable;

/** The seven PDU types (PS3.8 9.3.1) with the event that each one is when it arrives. */
enum PduType {
    A_ASSOCIATE_RQ(0x01, Event.EVT6),
    A_ASSOCIATE_AC(0x02, Event.EVT3),
    A_ASSOCIATE_RJ(0x03, Event.EVT4),
    P_DATA_TF(0x04, Event.EVT10),
    A_RELEASE_RQ(0x05, Event.EVT12),
    A_RELEASE_RP(0x06, Event.EVT13),
    A_ABORT(0x07, Event.EVT16);

    private final int code;
    private final Event received;

    PduType(int code, Event received) {
        this.code = code;
        this.received = received;
    }

    int code() {
        return code;
    }

    /** The event of Table 9-10 for the arrival of such a PDU. */
    Event received() {
        return received;
    }

    static @Nullable PduType of(int code) {
        return code >= 1 && code <= 7 ? values()[code - 1] : null;
    }
}
