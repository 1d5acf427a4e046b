package org.mammoclip.dicom.dimse;

/**
 * The status of a C-STORE-RSP (PS3.4 B.2.3, PS3.7 Annex C).
 *
 * @param code 0 to 0xFFFF
 * @param comment Error Comment (0000,0902), at most 64 characters, no patient data; empty: none is sent
 */
public record StoreStatus(int code, String comment) {
    public static final StoreStatus SUCCESS = new StoreStatus(0x0000, "");

    /** Longest Error Comment, in characters (VR LO). */
    public static final int MAX_COMMENT = 64;

    /** A longer comment is cut; control characters and backslashes become blanks. */
    public StoreStatus {
        if (code < 0 || code > 0xFFFF) {
            throw new IllegalArgumentException("a status is 0 to FFFFH");
        }
        comment = comment.replaceAll("[\\p{Cntrl}\\\\]", " ");
        comment = comment.length() > MAX_COMMENT ? comment.substring(0, MAX_COMMENT) : comment;
    }

    /** A700H: the sender should try again later. */
    public static StoreStatus outOfResources(String comment) {
        return new StoreStatus(0xA700, comment);
    }

    /** A900H: the data set does not match the command or the SOP class. */
    public static StoreStatus dataSetMismatch(String comment) {
        return new StoreStatus(0xA900, comment);
    }

    /** C000H: the data set cannot be parsed. */
    public static StoreStatus cannotUnderstand(String comment) {
        return new StoreStatus(0xC000, comment);
    }

    /** C001H: the SOP Instance UID is known with other content. */
    public static StoreStatus identityConflict(String comment) {
        return new StoreStatus(0xC001, comment);
    }

    /** 0110H: processing failure; the sender may try again. */
    public static StoreStatus processingFailure(String comment) {
        return new StoreStatus(0x0110, comment);
    }

    /** 0117H: invalid object instance, for example a UID that is none. */
    public static StoreStatus invalidInstance(String comment) {
        return new StoreStatus(0x0117, comment);
    }

    /** 0122H: SOP class not supported. */
    public static StoreStatus sopClassNotSupported(String comment) {
        return new StoreStatus(0x0122, comment);
    }

    /** 0124H: not authorised. */
    public static StoreStatus notAuthorised(String comment) {
        return new StoreStatus(0x0124, comment);
    }

    public boolean isSuccess() {
        return code == 0;
    }

    /** Stored with a remark: 0001H, Bxxx (PS3.7 C.4). */
    public boolean isWarning() {
        return code == 0x0001 || (code & 0xF000) == 0xB000;
    }

    /** Whether the same request may succeed later: A7xx, 0110H, 0213H (spec: delivery rules). */
    public boolean isTransientFailure() {
        return (code & 0xFF00) == 0xA700 || code == 0x0110 || code == 0x0213;
    }

    /** Four upper-case hexadecimal digits and H. */
    @Override
    public String toString() {
        return String.format("%04XH", code) + (comment.isEmpty() ? "" : " " + comment);
    }
}
