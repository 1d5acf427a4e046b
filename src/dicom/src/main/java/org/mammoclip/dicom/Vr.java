package org.mammoclip.dicom;

import java.util.Locale;

/** Value representations (PS3.5 table 6.2-1). */
public enum Vr {
    AE(Form.TEXT),
    AS(Form.TEXT),
    AT(Form.BINARY),
    CS(Form.TEXT),
    DA(Form.TEXT),
    DS(Form.TEXT),
    DT(Form.TEXT),
    FL(Form.BINARY),
    FD(Form.BINARY),
    IS(Form.TEXT),
    LO(Form.TEXT),
    LT(Form.LONG_TEXT),
    OB(Form.BINARY),
    OD(Form.BINARY),
    OF(Form.BINARY),
    OL(Form.BINARY),
    OV(Form.BINARY),
    OW(Form.BINARY),
    PN(Form.TEXT),
    SH(Form.TEXT),
    SL(Form.BINARY),
    SQ(Form.SEQUENCE),
    SS(Form.BINARY),
    ST(Form.LONG_TEXT),
    SV(Form.BINARY),
    TM(Form.TEXT),
    UC(Form.TEXT),
    UI(Form.TEXT),
    UL(Form.BINARY),
    UN(Form.BINARY),
    UR(Form.LONG_TEXT),
    US(Form.BINARY),
    UT(Form.LONG_TEXT),
    UV(Form.BINARY);

    /** How a value is held in memory. */
    private enum Form {
        TEXT,
        LONG_TEXT,
        BINARY,
        SEQUENCE
    }

    private final Form form;

    Vr(Form form) {
        this.form = form;
    }

    /** Whether values are text; multiple values are separated by a backslash unless {@link #isSingleText}. */
    public boolean isText() {
        return form == Form.TEXT || form == Form.LONG_TEXT;
    }

    /** Whether the value is one text in which a backslash is an ordinary character (LT, ST, UT, UR). */
    public boolean isSingleText() {
        return form == Form.LONG_TEXT;
    }

    /** Whether values are held as little endian bytes. */
    public boolean isBinary() {
        return form == Form.BINARY;
    }

    /** Whether Specific Character Set governs the value (PS3.5 6.1.2.3). */
    public boolean usesSpecificCharacterSet() {
        return switch (this) {
            case LO, LT, PN, SH, ST, UC, UT -> true;
            default -> false;
        };
    }

    /** Whether explicit VR encoding has a 32-bit length (PS3.5 7.1.2). */
    public boolean hasLongLength() {
        return switch (this) {
            case OB, OD, OF, OL, OV, OW, SQ, SV, UC, UN, UR, UT, UV -> true;
            default -> false;
        };
    }

    /** Bytes of one binary value, 1 for text. */
    public int valueSize() {
        return switch (this) {
            case US, SS, OW -> 2;
            case UL, SL, FL, OF, OL, AT -> 4;
            case FD, OD, OV, SV, UV -> 8;
            default -> 1;
        };
    }

    /** Bytes that change order between byte orders; an AT value is two 16-bit numbers (PS3.5 7.3). */
    public int swapUnit() {
        return this == AT ? 2 : valueSize();
    }

    /** @throws IllegalArgumentException if the two letters name no value representation */
    public static Vr of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
