package org.mammoclip.mammoclip.text;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Byte-level byte-pair encoding: composes the text (NFC), splits it into words that carry their leading blank, writes each UTF-8 byte
 * as one visible character, and joins neighbours as long as the vocabulary has the pair, earliest learned first. Pieces of such
 * vocabularies are numbered in the order in which they were learned, so that the ids are the ranks and no list of merges is needed.
 *
 * <p>Agrees with the tokenizers library on the vectors of {@code BytePairTokenizerTest}. Immutable, thread-safe.
 */
final class BytePairTokenizer implements TextTokenizer {
    /** Contractions, words, numbers, runs of marks, each with one leading blank; then white space. */
    private static final Pattern WORDS = Pattern.compile(
            "'(?:s|t|re|ve|m|ll|d)| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+",
            Pattern.UNICODE_CHARACTER_CLASS);

    /** Longer words are cut into parts: joining costs the square of the length. */
    private static final int MAX_WORD_BYTES = 1000;

    private final Vocabulary vocabulary;
    private final boolean lowerCase;
    private final int maxTokens;

    BytePairTokenizer(Vocabulary vocabulary, boolean lowerCase, int maxTokens) {
        if (maxTokens < 3) {
            throw new IllegalArgumentException("at least 3 tokens, not " + maxTokens);
        }
        this.vocabulary = vocabulary;
        this.lowerCase = lowerCase;
        this.maxTokens = maxTokens;
    }

    @Override
    public int[] encode(String text) {
        if (text.length() > MAX_TEXT_LENGTH) {
            throw new IllegalArgumentException(
                    "text of " + text.length() + " characters, at most " + MAX_TEXT_LENGTH + " are allowed");
        }
        String composed = Normalizer.normalize(text, Normalizer.Form.NFC);
        Matcher words = WORDS.matcher(lowerCase ? composed.toLowerCase(Locale.ROOT) : composed);
        List<Integer> ids = new ArrayList<>();
        while (ids.size() < maxTokens - 2 && words.find()) {
            byte[] bytes = words.group().getBytes(StandardCharsets.UTF_8);
            for (int from = 0; from < bytes.length; from += MAX_WORD_BYTES) {
                addPieces(visible(bytes, from, Math.min(bytes.length, from + MAX_WORD_BYTES)), ids);
            }
        }
        int kept = Math.min(ids.size(), maxTokens - 2);
        int[] encoded = new int[kept + 2];
        encoded[0] = vocabulary.start();
        for (int i = 0; i < kept; i++) {
            encoded[i + 1] = ids.get(i);
        }
        encoded[kept + 1] = vocabulary.end();
        return encoded;
    }

    @Override
    public List<String> pieces(int[] ids) {
        List<String> pieces = new ArrayList<>();
        for (int id : ids) {
            pieces.add(vocabulary.piece(id));
        }
        return pieces;
    }

    private void addPieces(String word, List<Integer> ids) {
        List<String> parts = new ArrayList<>();
        word.codePoints().forEach(c -> parts.add(Character.toString(c)));
        while (parts.size() > 1) {
            int best = -1;
            int rank = Integer.MAX_VALUE;
            for (int i = 0; i + 1 < parts.size(); i++) {
                int id = ordinary(parts.get(i) + parts.get(i + 1));
                if (id >= 0 && id < rank) {
                    rank = id;
                    best = i;
                }
            }
            if (best < 0) {
                break;
            }
            parts.set(best, parts.get(best) + parts.remove(best + 1));
        }
        for (String part : parts) {
            int id = ordinary(part);
            ids.add(id < 0 ? vocabulary.unknown() : id);
        }
    }

    /** The id of a piece that is not special, or -1. */
    private int ordinary(String piece) {
        int id = vocabulary.id(piece);
        boolean special = id == vocabulary.start()
                || id == vocabulary.end()
                || id == vocabulary.padding()
                || id == vocabulary.unknown();
        return special ? -1 : id;
    }

    /** Printable Latin-1 bytes stand for themselves; the 68 others are U+0100 and following, in order. */
    private static String visible(byte[] bytes, int from, int to) {
        StringBuilder visible = new StringBuilder(to - from);
        for (int i = from; i < to; i++) {
            visible.append(VISIBLE[bytes[i] & 0xFF]);
        }
        return visible.toString();
    }

    private static final char[] VISIBLE = table();

    private static char[] table() {
        char[] table = new char[256];
        int next = 0x100;
        for (int b = 0; b < table.length; b++) {
            boolean printable = (b >= '!' && b <= '~') || (b >= 0xA1 && b <= 0xAC) || b >= 0xAE;
            table[b] = printable ? (char) b : (char) next++;
        }
        return table;
    }
}
