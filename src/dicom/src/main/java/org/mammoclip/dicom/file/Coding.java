package org.mammoclip.dicom.file;

/** How elements are laid out in bytes (PS3.5 7.1 to 7.3). */
enum Coding {
    IMPLICIT_LITTLE_ENDIAN,
    EXPLICIT_LITTLE_ENDIAN,
    EXPLICIT_BIG_ENDIAN;

    static Coding of(TransferSyntax transferSyntax) {
        if (transferSyntax.isBigEndian()) {
            return EXPLICIT_BIG_ENDIAN;
        }
        return transferSyntax.isExplicitVr() ? EXPLICIT_LITTLE_ENDIAN : IMPLICIT_LITTLE_ENDIAN;
    }

    boolean isExplicit() {
        return this != IMPLICIT_LITTLE_ENDIAN;
    }

    boolean isBigEndian() {
        return this == EXPLICIT_BIG_ENDIAN;
    }
}
