package org.mammoclip.dicom.node.internal;

/** The events of the upper layer protocol machine (PS3.8 Table 9-10, first column). */
enum Event {
    /** A-ASSOCIATE request primitive. */
    EVT1(Origin.LOCAL),
    /** Transport connection confirmation. */
    EVT2(Origin.LOCAL),
    /** A-ASSOCIATE-AC PDU. */
    EVT3(Origin.PEER),
    /** A-ASSOCIATE-RJ PDU. */
    EVT4(Origin.PEER),
    /** Transport connection indication. */
    EVT5(Origin.LOCAL),
    /** A-ASSOCIATE-RQ PDU. */
    EVT6(Origin.PEER),
    /** A-ASSOCIATE response primitive, accept. */
    EVT7(Origin.LOCAL),
    /** A-ASSOCIATE response primitive, reject. */
    EVT8(Origin.LOCAL),
    /** P-DATA request primitive. */
    EVT9(Origin.LOCAL),
    /** P-DATA-TF PDU. */
    EVT10(Origin.PEER),
    /** A-RELEASE request primitive. */
    EVT11(Origin.LOCAL),
    /** A-RELEASE-RQ PDU. */
    EVT12(Origin.PEER),
    /** A-RELEASE-RP PDU. */
    EVT13(Origin.PEER),
    /** A-RELEASE response primitive. */
    EVT14(Origin.LOCAL),
    /** A-ABORT request primitive. */
    EVT15(Origin.LOCAL),
    /** A-ABORT PDU. */
    EVT16(Origin.PEER),
    /** Transport connection closed indication. */
    EVT17(Origin.TRANSPORT),
    /** ARTIM timer expired. */
    EVT18(Origin.TRANSPORT),
    /** Unrecognized or invalid PDU. */
    EVT19(Origin.PEER);

    /** Who causes an event. */
    enum Origin {
        /** A primitive of our own side: out of place it is a programmer's error. */
        LOCAL,
        /** A PDU of the peer: out of place it ends the association. */
        PEER,
        /** The connection or a timer. */
        TRANSPORT
    }

    private final Origin origin;

    Event(Origin origin) {
        this.origin = origin;
    }

    Origin origin() {
        return origin;
    }
}
