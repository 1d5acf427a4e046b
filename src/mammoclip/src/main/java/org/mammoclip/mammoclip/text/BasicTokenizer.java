package org.mammoclip.mammoclip.text;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;

/**
 * BERT's first step: removes control characters, separates CJK ideographs and punctuation, splits at white space, and optionally
 * lower-cases and strips accents. Follows the fast tokenizer of the library that the reference uses. Immutable, thread-safe.
 */
final class BasicTokenizer {
    private final boolean lowerCase;

    BasicTokenizer(boolean lowerCase) {
        this.lowerCase = lowerCase;
    }

    /** The words of a text; each is a run of letters and the like, or one punctuation mark or ideograph. */
    List<String> words(String text) {
        String cleaned = clean(text);
        if (lowerCase) {
            cleaned = lowerWithoutAccents(cleaned);
        }
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        cleaned.codePoints().forEach(c -> {
            boolean separate = isPunctuation(c);
            if (separate || isWhiteSpace(c)) {
                flush(word, words);
            }
            if (separate) {
                words.add(Character.toString(c));
            } else if (!isWhiteSpace(c)) {
                word.appendCodePoint(c);
            }
        });
        flush(word, words);
        return words;
    }

    private static void flush(StringBuilder word, List<String> words) {
        if (!word.isEmpty()) {
            words.add(word.toString());
            word.setLength(0);
        }
    }

    private static String clean(String text) {
        StringBuilder cleaned = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (isWhiteSpace(c)) {
                cleaned.append(' ');
            } else if (isIdeograph(c)) {
                cleaned.append(' ').appendCodePoint(c).append(' ');
            } else if (c != 0 && c != 0xFFFD && !isControl(c)) {
                cleaned.appendCodePoint(c);
            }
        });
        return cleaned.toString();
    }

    /** Decomposes, drops combining marks, and lower-cases each character by itself (no final-sigma rule). */
    private static String lowerWithoutAccents(String text) {
        StringBuilder lower = new StringBuilder(text.length());
        Normalizer.normalize(text, Normalizer.Form.NFD).codePoints().forEach(c -> {
            if (Character.getType(c) != Character.NON_SPACING_MARK) {
                lower.appendCodePoint(Character.toLowerCase(c));
            }
        });
        return lower.toString();
    }

    private static boolean isWhiteSpace(int c) {
        return (c >= 0x09 && c <= 0x0D)
                || c == 0x85
                || c == 0xA0
                || Character.isWhitespace(c) && c > 0x1F
                || Character.isSpaceChar(c);
    }

    private static boolean isControl(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> true;
            default -> false;
        };
    }

    /** All ASCII marks that are neither letter, digit nor blank count, even those Unicode calls symbols. */
    private static boolean isPunctuation(int c) {
        if ((c >= 33 && c <= 47) || (c >= 58 && c <= 64) || (c >= 91 && c <= 96) || (c >= 123 && c <= 126)) {
            return true;
        }
        return switch (Character.getType(c)) {
            case Character.CONNECTOR_PUNCTUATION,
                    Character.DASH_PUNCTUATION,
                    Character.START_PUNCTUATION,
                    Character.END_PUNCTUATION,
                    Character.INITIAL_QUOTE_PUNCTUATION,
                    Character.FINAL_QUOTE_PUNCTUATION,
                    Character.OTHER_PUNCTUATION -> true;
            default -> false;
        };
    }

    /** The CJK Unified Ideographs blocks and their compatibility forms; not kana, not Hangul. */
    private static boolean isIdeograph(int c) {
        return (c >= 0x4E00 && c <= 0x9FFF)
                || (c >= 0x3400 && c <= 0x4DBF)
                || (c >= 0x20000 && c <= 0x2A6DF)
                || (c >= 0x2A700 && c <= 0x2CEAF)
                || (c >= 0xF900 && c <= 0xFAFF)
                || (c >= 0x2F800 && c <= 0x2FA1F);
    }
}
