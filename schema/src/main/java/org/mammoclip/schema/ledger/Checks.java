package org.mammoclip.schema.ledger;

import java.util.regex.Pattern;

/** The checks that the records of this package share. */
final class Checks {
    private Checks() {}

    /** @throws IllegalArgumentException that does not repeat the value */
    static void matches(String value, String pattern, String what) {
        if (!Pattern.matches(pattern, value)) {
            throw new IllegalArgumentException("not a " + what + " (" + pattern + "): length " + value.length());
        }
    }

    /** The text with control characters replaced by blanks (PostgreSQL takes no NUL) and cut to {@code limit}. */
    static String text(String value, int limit) {
        String clean = value.replaceAll("\\p{Cntrl}", " ");
        if (clean.length() <= limit) {
            return clean;
        }
        int end = Character.isHighSurrogate(clean.charAt(limit - 1)) ? limit - 1 : limit;
        return clean.substring(0, end);
    }
}
