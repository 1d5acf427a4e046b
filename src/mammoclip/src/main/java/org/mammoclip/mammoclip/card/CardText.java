package org.mammoclip.mammoclip.card;

/** Texts of a card: what fits into one line of JSON, Markdown and a table. */
final class CardText {
    /** Most characters of a line; a command line with many paths is shorter. */
    static final int MAX_LINE = 4000;

    private CardText() {}

    /** @throws IllegalArgumentException if the text is blank, longer than {@value #MAX_LINE} or has a line break */
    static void requireLine(String what, String text) {
        if (text.isBlank() || text.length() > MAX_LINE || text.codePoints().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(what + " must be one line of 1 to " + MAX_LINE + " characters");
        }
    }

    /** @throws IllegalArgumentException if it is no SHA-256 */
    static void requireSha256(String what, String digest) {
        if (!digest.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException(
                    what + " must be a SHA-256 in lower-case hexadecimal, not '" + digest + "'");
        }
    }

    /** For a cell of a Markdown table or running text: nothing in it is markup. */
    static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length());
        for (char c : text.toCharArray()) {
            if ("\\`*_[]<>|#".indexOf(c) >= 0) {
                escaped.append('\\');
            }
            escaped.append(c);
        }
        return escaped.toString();
    }
}
