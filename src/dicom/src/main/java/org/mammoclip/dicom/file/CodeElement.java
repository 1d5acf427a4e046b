package org.mammoclip.dicom.file;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;

/**
 * A coded character set that ISO 2022 can put into the left (G0, 20H to 7FH) or right half (G1, A0H to FFH) of the code
 * table, with its ISO registration number and escape sequence (PS3.3 tables C.12-2 to C.12-5).
 */
enum CodeElement {
    NONE(0, "", true, 1, "ISO-8859-1"),
    ASCII(6, "(B", false, 1, "ISO-8859-1"),
    JIS_X0201_ROMAJI(14, "(J", false, 1, "JIS_X0201"),
    JIS_X0208(87, "$B", false, 2, "EUC-JP"),
    JIS_C6226(42, "$@", false, 2, "EUC-JP"),
    JIS_X0212(159, "$(D", false, 2, "EUC-JP"),
    JIS_X0201_KATAKANA(13, ")I", true, 1, "JIS_X0201"),
    LATIN_1(100, "-A", true, 1, "ISO-8859-1"),
    LATIN_2(101, "-B", true, 1, "ISO-8859-2"),
    LATIN_3(109, "-C", true, 1, "ISO-8859-3"),
    LATIN_4(110, "-D", true, 1, "ISO-8859-4"),
    CYRILLIC(144, "-L", true, 1, "ISO-8859-5"),
    ARABIC(127, "-G", true, 1, "ISO-8859-6"),
    GREEK(126, "-F", true, 1, "ISO-8859-7"),
    HEBREW(138, "-H", true, 1, "ISO-8859-8"),
    LATIN_5(148, "-M", true, 1, "ISO-8859-9"),
    THAI(166, "-T", true, 1, "TIS-620"),
    LATIN_9(203, "-b", true, 1, "ISO-8859-15"),
    KS_X1001(149, "$)C", true, 2, "EUC-KR"),
    GB2312(58, "$)A", true, 2, "GB2312");

    static final int ESCAPE = 0x1B;
    private static final int SINGLE_SHIFT_3 = 0x8F;

    private final int registration;
    private final byte[] escape;
    private final boolean g1;
    private final int bytesPerCharacter;
    private final Charset charset;
    private final char[] singleByte;

    CodeElement(int registration, String escape, boolean g1, int bytesPerCharacter, String charset) {
        this.registration = registration;
        this.escape = escape.getBytes(ISO_8859_1);
        this.g1 = g1;
        this.bytesPerCharacter = bytesPerCharacter;
        this.charset = Charset.forName(charset);
        this.singleByte = new char[256];
        for (int b = 0; b < 256; b++) {
            boolean ours = b < 0xA0 ? !g1 || b < 0x80 : g1 && registration != 0;
            char[] decoded = new String(new byte[] {(byte) b}, b < 0x20 ? ISO_8859_1 : this.charset).toCharArray();
            singleByte[b] =
                    ours && bytesPerCharacter == 1 && decoded.length == 1 ? decoded[0] : b < 0x80 ? (char) b : '\uFFFD';
        }
    }

    /** The set that declares itself for the right half with this registration number. */
    static CodeElement g1Of(int registration) {
        for (CodeElement element : values()) {
            if (element.g1 && element.registration == registration && registration != 0) {
                return element;
            }
        }
        return NONE;
    }

    /** The set that the escape sequence at {@code index} calls; null if it calls none of PS3.3. */
    static @Nullable CodeElement atEscape(byte[] bytes, int index) {
        for (CodeElement element : values()) {
            if (element.escape.length > 0
                    && index + 1 + element.escape.length <= bytes.length
                    && java.util.Arrays.equals(
                            bytes,
                            index + 1,
                            index + 1 + element.escape.length,
                            element.escape,
                            0,
                            element.escape.length)) {
                return element;
            }
        }
        return null;
    }

    /** Bytes of the escape sequence with the ESC. */
    int escapeLength() {
        return 1 + escape.length;
    }

    boolean isG1() {
        return g1;
    }

    boolean isTwoByte() {
        return bytesPerCharacter == 2;
    }

    /** Whether a byte can be half of a two-byte character. */
    static boolean isGraphic(int b) {
        int low = b & 0x7F;
        return low > 0x20 && low < 0x7F;
    }

    /** The character of one byte; bytes outside the set are themselves below 80H, else U+FFFD. */
    char character(int b) {
        return singleByte[b];
    }

    /** Where the pairs of graphic bytes of this half, which begin at {@code start}, end; beyond {@code start}. */
    int endOfRun(byte[] bytes, int start) {
        int end = start;
        while (end < bytes.length && isGraphic(bytes[end] & 0xFF) && (bytes[end] < 0) == g1) {
            end++;
        }
        return end;
    }

    /** Appends the characters of a run; a lone last byte is U+FFFD. */
    void appendRun(byte[] bytes, int start, int end, StringBuilder text) {
        int pairs = (end - start) / 2;
        int prefix = this == JIS_X0212 ? 1 : 0;
        byte[] encoded = new byte[pairs * (2 + prefix)];
        for (int i = 0; i < pairs; i++) {
            int at = i * (2 + prefix);
            if (prefix == 1) {
                encoded[at] = (byte) SINGLE_SHIFT_3;
            }
            encoded[at + prefix] = (byte) (bytes[start + 2 * i] | 0x80);
            encoded[at + prefix + 1] = (byte) (bytes[start + 2 * i + 1] | 0x80);
        }
        text.append(new String(encoded, charset));
        if ((end - start) % 2 == 1) {
            text.append('\uFFFD');
        }
    }
}
