package org.mammoclip.dicom.dimse;

/**
 * An application entity title (PS3.5 6.2, VR AE): 1 to 16 characters of the default repertoire without backslash and
 * control characters, no leading or trailing space. Case matters.
 */
public record AeTitle(String value) {
    /** @throws IllegalArgumentException if the value is not a legal title */
    public AeTitle {
        if (value.isEmpty() || value.length() > 16 || !value.equals(value.strip())) {
            throw new IllegalArgumentException("an AE title has 1 to 16 characters and no outer spaces (PS3.5 6.2)");
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < 0x20 || c > 0x7E || c == '\\') {
                throw new IllegalArgumentException("illegal character in AE title at position " + i);
            }
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
