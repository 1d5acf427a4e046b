package org.mammoclip.dicom.file;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.mammoclip.dicom.Tag;
import org.mammoclip.dicom.Vr;

/** Text values as bytes: joined, in UTF-8, padded (PS3.5 6.2). */
final class TextBytes {
    private static final int MAX_DECIMAL_STRING = 16;
    private static final int MAX_INTEGER_STRING = 12;

    private TextBytes() {}

    /** @throws IllegalArgumentException if a value would be read back as something else; it is not repeated */
    static byte[] encode(int tag, Vr vr, List<String> values) {
        if (vr.isSingleText() && values.size() > 1) {
            throw new IllegalArgumentException(Tag.format(tag) + " " + vr + " has one value only");
        }
        for (String value : values) {
            check(tag, vr, value);
        }
        String joined = String.join("\\", values);
        byte[] bytes =
                joined.getBytes(vr.usesSpecificCharacterSet() ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
        return padded(bytes, (byte) (vr == Vr.UI ? 0 : ' '));
    }

    private static void check(int tag, Vr vr, String value) {
        if (!vr.isSingleText() && value.indexOf('\\') >= 0) {
            throw new IllegalArgumentException(Tag.format(tag) + " " + vr + " cannot hold a backslash");
        }
        int longest = vr == Vr.DS ? MAX_DECIMAL_STRING : vr == Vr.IS ? MAX_INTEGER_STRING : Integer.MAX_VALUE;
        if (value.length() > longest) {
            throw new IllegalArgumentException(Tag.format(tag) + " " + vr + " has at most " + longest + " characters");
        }
    }

    /** The bytes themselves if their number is even, else with one more. */
    static byte[] padded(byte[] bytes, byte padding) {
        if (bytes.length % 2 == 0) {
            return bytes;
        }
        byte[] even = Arrays.copyOf(bytes, bytes.length + 1);
        even[bytes.length] = padding;
        return even;
    }
}
