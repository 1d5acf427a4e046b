package org.mammoclip.dicom.file;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.mammoclip.dicom.Vr;

/**
 * How the text of a data set is to be decoded (PS3.3 C.12.1.1.2, PS3.5 6.1): single-byte sets, UTF-8, GB18030, GBK, and
 * code extensions with ISO 2022 escape sequences. Reading only; everything is written in UTF-8. Immutable, thread-safe.
 *
 * <p>Decoding never fails: what a set does not have becomes U+FFFD.
 */
public final class SpecificCharacterSet {
    /**
     * No declaration, that is the default repertoire (ISO IR 6). Bytes above 7FH, which are then illegal, are read as
     * ISO 8859-1 so that no two different values are confused.
     */
    public static final SpecificCharacterSet UNDECLARED =
            new SpecificCharacterSet(ISO_8859_1, CodeElement.ASCII, CodeElement.LATIN_1, false);

    public static final SpecificCharacterSet UTF8 =
            new SpecificCharacterSet(UTF_8, CodeElement.ASCII, CodeElement.NONE, false);

    private static final Pattern NUMBERED = Pattern.compile("ISO[ _-]?(2022)?[ _-]?(?:IR)?[ _-]?(\\d{1,3})");

    private final @Nullable Charset whole;
    private final CodeElement initialG0;
    private final CodeElement initialG1;
    private final boolean extensions;

    private SpecificCharacterSet(
            @Nullable Charset whole, CodeElement initialG0, CodeElement initialG1, boolean extensions) {
        this.whole = whole;
        this.initialG0 = initialG0;
        this.initialG1 = initialG1;
        this.extensions = extensions;
    }

    /**
     * The set that the values of Specific Character Set (0008,0005) declare. Common misspellings are understood; a term
     * that is not known counts as undeclared.
     *
     * @param undeclared what to take when nothing usable is declared
     */
    public static SpecificCharacterSet of(List<String> terms, SpecificCharacterSet undeclared) {
        String first = terms.isEmpty() ? "" : terms.get(0).strip().toUpperCase(Locale.ROOT);
        if (first.equals("GB18030") || first.equals("GBK")) {
            return new SpecificCharacterSet(Charset.forName(first), CodeElement.ASCII, CodeElement.NONE, false);
        }
        Matcher matcher = NUMBERED.matcher(first);
        boolean numbered = matcher.matches();
        int number = numbered ? Integer.parseInt(matcher.group(2)) : 6;
        if (number == 192) {
            return UTF8;
        }
        boolean extensions = terms.size() > 1 || (numbered && matcher.group(1) != null);
        CodeElement g0 = number == 13 ? CodeElement.JIS_X0201_ROMAJI : CodeElement.ASCII;
        CodeElement g1 = CodeElement.g1Of(number);
        if (g1 == CodeElement.NONE && !extensions) {
            return undeclared;
        }
        return new SpecificCharacterSet(null, g0, g1 == CodeElement.NONE ? CodeElement.LATIN_1 : g1, extensions);
    }

    /** As {@link #of(List, SpecificCharacterSet)} with {@link #UNDECLARED}. */
    public static SpecificCharacterSet of(List<String> terms) {
        return of(terms, UNDECLARED);
    }

    /** All values of a text element, padding removed; none for a value field of nothing but padding. */
    List<String> values(byte[] bytes, Vr vr) {
        String text = vr.usesSpecificCharacterSet() ? decode(bytes, vr) : new String(bytes, ISO_8859_1);
        if (vr.isSingleText()) {
            return List.of(withoutPadding(text, false));
        }
        boolean leadingToo = switch (vr) {
            case AE, AS, CS, DA, DS, DT, IS, TM, UI -> true;
            default -> false;
        };
        List<String> values = new ArrayList<>(2);
        int start = 0;
        for (int end = text.indexOf('\\'); end >= 0; end = text.indexOf('\\', start)) {
            values.add(withoutPadding(text.substring(start, end), leadingToo));
            start = end + 1;
        }
        values.add(withoutPadding(text.substring(start), leadingToo));
        return values;
    }

    private static String withoutPadding(String text, boolean leadingToo) {
        int end = text.length();
        while (end > 0 && (text.charAt(end - 1) == ' ' || text.charAt(end - 1) == 0)) {
            end--;
        }
        int start = 0;
        while (leadingToo && start < end && text.charAt(start) == ' ') {
            start++;
        }
        return text.substring(start, end);
    }

    /** The characters of a value field; the value representation tells what delimits values. */
    public String decode(byte[] bytes, Vr vr) {
        if (whole != null) {
            return new String(bytes, whole);
        }
        StringBuilder text = new StringBuilder(bytes.length);
        CodeElement g0 = initialG0;
        CodeElement g1 = initialG1;
        int i = 0;
        while (i < bytes.length) {
            int b = bytes[i] & 0xFF;
            if (b == CodeElement.ESCAPE && extensions) {
                CodeElement next = CodeElement.atEscape(bytes, i);
                if (next == null) {
                    text.append('\uFFFD');
                    i++;
                } else {
                    i += next.escapeLength();
                    if (next.isG1()) {
                        g1 = next;
                    } else {
                        g0 = next;
                    }
                }
                continue;
            }
            CodeElement element = b < 0x80 ? g0 : g1;
            if (element.isTwoByte() && CodeElement.isGraphic(b)) {
                int end = element.endOfRun(bytes, i);
                element.appendRun(bytes, i, end, text);
                i = end;
                continue;
            }
            if (isDelimiter(b, vr)) {
                g0 = initialG0;
                g1 = initialG1;
            }
            text.append(b == '\\' && !vr.isSingleText() ? '\\' : element.character(b));
            i++;
        }
        return text.toString();
    }

    /** PS3.5 6.1.2.5.3: after these, the initial sets are in force again. */
    private static boolean isDelimiter(int b, Vr vr) {
        return switch (b) {
            case '\t', '\n', '\f', '\r' -> true;
            case '\\' -> !vr.isSingleText();
            case '^', '=' -> vr == Vr.PN;
            default -> false;
        };
    }
}
