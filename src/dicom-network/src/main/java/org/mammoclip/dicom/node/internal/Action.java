package org.mammoclip.dicom.node.internal;

/** The actions of the upper layer protocol machine by their standard names (PS3.8 Tables 9-6 to 9-9). */
enum Action {
    /** Issue TRANSPORT CONNECT request. */
    AE_1,
    /** Send A-ASSOCIATE-RQ PDU. */
    AE_2,
    /** Issue A-ASSOCIATE confirmation (accept). */
    AE_3,
    /** Issue A-ASSOCIATE confirmation (reject), close the transport connection. */
    AE_4,
    /** Issue transport connection response, start ARTIM. */
    AE_5,
    /** Stop ARTIM; if acceptable issue A-ASSOCIATE indication, else send A-ASSOCIATE-RJ PDU and start ARTIM. */
    AE_6,
    /** Send A-ASSOCIATE-AC PDU. */
    AE_7,
    /** Send A-ASSOCIATE-RJ PDU, start ARTIM. */
    AE_8,
    /** Send P-DATA-TF PDU. */
    DT_1,
    /** Issue P-DATA indication. */
    DT_2,
    /** Send A-RELEASE-RQ PDU. */
    AR_1,
    /** Issue A-RELEASE indication. */
    AR_2,
    /** Issue A-RELEASE confirmation, close the transport connection. */
    AR_3,
    /** Send A-RELEASE-RP PDU, start ARTIM. */
    AR_4,
    /** Stop ARTIM. */
    AR_5,
    /** Issue P-DATA indication. */
    AR_6,
    /** Send P-DATA-TF PDU. */
    AR_7,
    /** Issue A-RELEASE indication (release collision). */
    AR_8,
    /** Send A-RELEASE-RP PDU. */
    AR_9,
    /** Issue A-RELEASE confirmation. */
    AR_10,
    /** Send A-ABORT PDU, start or restart ARTIM. */
    AA_1,
    /** Stop ARTIM if it runs, close the transport connection. */
    AA_2,
    /** Issue A-ABORT or A-P-ABORT indication, close the transport connection. */
    AA_3,
    /** Issue A-P-ABORT indication. */
    AA_4,
    /** Stop ARTIM. */
    AA_5,
    /** Ignore the PDU. */
    AA_6,
    /** Send A-ABORT PDU. */
    AA_7,
    /** Send A-ABORT PDU (service provider), issue A-P-ABORT indication, start ARTIM. */
    AA_8
}
