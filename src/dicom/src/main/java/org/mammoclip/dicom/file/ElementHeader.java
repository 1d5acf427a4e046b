package org.mammoclip.dicom.file;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mammoclip.dicom.Dictionary;
import org.mammoclip.dicom.Vr;

/**
 * Tag, value representation and length of an element (PS3.5 7.1.2, 7.1.3).
 *
 * @param length 0 to 2^32 - 1 bytes, {@link #UNDEFINED_LENGTH} being the last of them
 */
record ElementHeader(int tag, Vr vr, long length) {
    static final long UNDEFINED_LENGTH = 0xFFFFFFFFL;

    private static final @Nullable Vr[] BY_CODE = new Vr[26 * 26];

    static {
        for (Vr vr : Vr.values()) {
            BY_CODE[index(vr.name().charAt(0), vr.name().charAt(1))] = vr;
        }
    }

    private static int index(int first, int second) {
        return (first - 'A') * 26 + second - 'A';
    }

    private static boolean isLetter(int b) {
        return b >= 'A' && b <= 'Z';
    }

    /** The representation with this two-letter code; null if there is none. */
    static @Nullable Vr vrOf(int first, int second) {
        return isLetter(first) && isLetter(second) ? BY_CODE[index(first, second)] : null;
    }

    boolean isUndefinedLength() {
        return length == UNDEFINED_LENGTH;
    }

    /** Reads a header of which 8 bytes are buffered. */
    static ElementHeader read(ByteSource in, Coding coding, boolean signedPixels) throws IOException {
        boolean bigEndian = coding.isBigEndian();
        int tag = in.peekShort(0, bigEndian) << 16 | in.peekShort(2, bigEndian);
        if (!coding.isExplicit()) {
            long length = in.peekInt(4, bigEndian) & 0xFFFFFFFFL;
            in.advance(8);
            return new ElementHeader(tag, implicitVr(tag, signedPixels), length);
        }
        int first = in.peek(4);
        int second = in.peek(5);
        Vr vr = vrOf(first, second);
        if (vr == null && !(isLetter(first) && isLetter(second))) {
            throw new DicomFormatException("no value representation", in.position(), tag);
        }
        if (vr != null && !vr.hasLongLength()) {
            int length = in.peekShort(6, bigEndian);
            in.advance(8);
            return new ElementHeader(tag, vr, length);
        }
        if (!in.has(12)) {
            throw new DicomFormatException("truncated element", in.position(), tag);
        }
        long length = in.peekInt(8, bigEndian) & 0xFFFFFFFFL;
        in.advance(12);
        // representations of later editions have 32-bit lengths (PS3.5 6.2.2)
        return new ElementHeader(tag, vr == null ? Vr.UN : vr, length);
    }

    /** The representation that the dictionary gives, where it offers several the one of PS3.5 A.1. */
    static Vr implicitVr(int tag, boolean signedPixels) {
        Vr single = Dictionary.vrOf(tag);
        if (single != Vr.US && single != Vr.OB) {
            return single;
        }
        Optional<Dictionary.Entry> entry = Dictionary.lookup(tag);
        List<Vr> choice = entry.isPresent() ? entry.get().vrs() : List.of();
        if (choice.contains(Vr.OW) && !choice.contains(Vr.SS)) {
            return Vr.OW;
        }
        return signedPixels && choice.contains(Vr.SS) ? Vr.SS : single;
    }
}
