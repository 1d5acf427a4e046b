package org.mammoclip.dicom;

/**
 * The component groups of a PN value (PS3.5 6.2.1), each {@code Family^Given^Middle^Prefix^Suffix} or empty.
 *
 * @param alphabetic the single-byte representation
 * @param ideographic for example Kanji or Hanja
 * @param phonetic for example Hiragana or Hangul
 */
public record PersonName(String alphabetic, String ideographic, String phonetic) {
    /** Splits a value at its equals signs; what follows a third one stays in the phonetic group. */
    public static PersonName of(String value) {
        String[] groups = value.split("=", 3);
        return new PersonName(groups[0], groups.length > 1 ? groups[1] : "", groups.length > 2 ? groups[2] : "");
    }

    /** The PN value, empty trailing groups left out. */
    public String value() {
        if (!phonetic.isEmpty()) {
            return alphabetic + "=" + ideographic + "=" + phonetic;
        }
        return ideographic.isEmpty() ? alphabetic : alphabetic + "=" + ideographic;
    }

    /** Nothing of the name: it is patient data and this text may reach a log. */
    @Override
    public String toString() {
        return "PersonName";
    }
}
