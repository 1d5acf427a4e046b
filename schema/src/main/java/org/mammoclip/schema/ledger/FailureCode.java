package org.mammoclip.schema.ledger;

import java.util.Optional;

/**
 * Why something stopped. Numbers and names are permanent: rows, dashboards and the operator's guide quote them. A number
 * is never given a second meaning.
 */
public enum FailureCode {
    /** A destination could not be reached or broke off. */
    PEER_UNREACHABLE(1001, Handling.RETRY),
    /** The database did not answer, or answered that it cannot now. */
    LEDGER_UNAVAILABLE(1002, Handling.RETRY),
    /** No room or a write error on the data volume. */
    SPOOL_UNAVAILABLE(1003, Handling.RETRY),
    /** A destination answered that it cannot now (A7xx, 0110H, 0213H, HTTP 429, 5xx). */
    PEER_BUSY(1004, Handling.RETRY),
    /** The source of an announced study could not be reached, or does not have the study yet. */
    SOURCE_UNAVAILABLE(1006, Handling.RETRY),
    /** The model could not be run now, for example out of memory. */
    MODEL_UNAVAILABLE(1008, Handling.RETRY),

    /** The pixels of an image cannot be decoded. */
    PIXELS_UNDECODABLE(2001, Handling.QUARANTINE),
    /** One Study Instance UID, two patients. */
    IDENTITY_CONFLICT(2002, Handling.QUARANTINE),
    /** One SOP Instance UID, two contents. */
    INSTANCE_CONFLICT(2003, Handling.QUARANTINE),
    /** Not a DICOM object, or truncated. */
    OBJECT_UNREADABLE(2004, Handling.QUARANTINE),
    /** A UID that is none, or UIDs of command and data set that differ. */
    UID_INVALID(2005, Handling.QUARANTINE),
    /** The announcement is not JSON of its schema. */
    EVENT_MALFORMED(2006, Handling.QUARANTINE),
    /** The announcement names a source that is not configured. */
    SOURCE_UNKNOWN(2007, Handling.QUARANTINE),
    /** The source says that it does not have the study, or refuses for good. */
    SOURCE_REFUSED(2008, Handling.QUARANTINE),
    /** The model gave NaN or infinity. */
    SCORE_NOT_FINITE(2009, Handling.QUARANTINE),
    /** The file of a recorded instance is gone or differs from its digest. */
    SPOOL_DAMAGED(2010, Handling.QUARANTINE),
    /** A destination refused an object for good. */
    DELIVERY_REFUSED(2011, Handling.QUARANTINE),
    /** Retries are used up; the last cause is in the detail. */
    RETRIES_EXHAUSTED(2012, Handling.QUARANTINE),
    /** Retention has given up the pixels that are needed. */
    PIXELS_RELEASED(2014, Handling.QUARANTINE),
    /** A fault of this product; the detail names the place. */
    INTERNAL(2099, Handling.QUARANTINE),

    /** The checkpoint does not fit the model. */
    CHECKPOINT_MISMATCH(3001, Handling.STOP_WORKER),
    /** The database refuses us (credentials, privileges) or its schema is of another version. */
    LEDGER_REFUSED(3002, Handling.STOP_WORKER);

    /** What to do about it. */
    public enum Handling {
        /** It may succeed if tried again; bounded. */
        RETRY,
        /** Trying again is pointless until somebody looks at it. */
        QUARANTINE,
        /** Nothing can succeed until somebody looks at the worker. */
        STOP_WORKER
    }

    private final int number;
    private final Handling handling;

    FailureCode(int number, Handling handling) {
        this.number = number;
        this.handling = handling;
    }

    /** 1xxx: RETRY; 2xxx: QUARANTINE; 3xxx: STOP_WORKER. */
    public int number() {
        return number;
    }

    public Handling handling() {
        return handling;
    }

    /** Empty: a number of a later version. */
    public static Optional<FailureCode> of(int number) {
        for (FailureCode code : values()) {
            if (code.number == number) {
                return Optional.of(code);
            }
        }
        return Optional.empty();
    }

    /** Number and name, for example {@code 2001 PIXELS_UNDECODABLE}. */
    @Override
    public String toString() {
        return number + " " + name();
    }
}
