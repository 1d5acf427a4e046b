package org.mammoclip.mammoclip.npy;

/** Element types that are read, by NumPy's letter and width in bytes. */
public enum NpyType {
    FLOAT32('f', 4),
    FLOAT64('f', 8),
    INT32('i', 4),
    INT64('i', 8),
    UINT8('u', 1);

    /** As the messages list them. */
    static final String ACCEPTED = "f4, f8, i4, i8 and u1";

    private final char letter;
    private final int bytes;

    NpyType(char letter, int bytes) {
        this.letter = letter;
        this.bytes = bytes;
    }

    /** Bytes of one element. */
    public int bytes() {
        return bytes;
    }

    /** True for the two floating-point types. */
    public boolean isFloating() {
        return letter == 'f';
    }

    /** Letter and width, as in {@code f4}. */
    String code() {
        return "" + letter + bytes;
    }
}
