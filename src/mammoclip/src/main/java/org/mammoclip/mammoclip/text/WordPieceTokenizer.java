package org.mammoclip.mammoclip.text;

import java.util.ArrayList;
import java.util.List;

/**
 * Text to token ids: {@code [CLS]} pieces {@code [SEP]}, each word split greedily into the longest pieces the vocabulary has,
 * continuations marked {@code ##}. A word that cannot be split, or of more than 100 characters, is {@code [UNK]}.
 *
 * <p>Whether text is lower-cased belongs to the checkpoint: the released ones were trained on lower-cased text although their
 * vocabulary has capitals. Immutable, thread-safe.
 */
public final class WordPieceTokenizer implements TextTokenizer {
    private static final int MAX_WORD_LENGTH = 100;
    private static final String CONTINUATION = "##";

    private final Vocabulary vocabulary;
    private final BasicTokenizer basic;
    private final int maxTokens;

    /**
     * @param maxTokens most ids of one text, {@code [CLS]} and {@code [SEP]} included; at least 3
     */
    public WordPieceTokenizer(Vocabulary vocabulary, boolean lowerCase, int maxTokens) {
        if (maxTokens < 3) {
            throw new IllegalArgumentException("at least 3 tokens, not " + maxTokens);
        }
        this.vocabulary = vocabulary;
        this.basic = new BasicTokenizer(lowerCase);
        this.maxTokens = maxTokens;
    }

    @Override
    public int[] encode(String text) {
        if (text.length() > MAX_TEXT_LENGTH) {
            throw new IllegalArgumentException(
                    "text of " + text.length() + " characters, at most " + MAX_TEXT_LENGTH + " are allowed");
        }
        List<Integer> ids = new ArrayList<>();
        ids.add(vocabulary.start());
        for (String word : basic.words(text)) {
            if (ids.size() >= maxTokens - 1) {
                break;
            }
            addPieces(word, ids);
        }
        List<Integer> kept = ids.subList(0, Math.min(ids.size(), maxTokens - 1));
        int[] encoded = new int[kept.size() + 1];
        for (int i = 0; i < kept.size(); i++) {
            encoded[i] = kept.get(i);
        }
        encoded[kept.size()] = vocabulary.end();
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
        int[] characters = word.codePoints().toArray();
        if (characters.length > MAX_WORD_LENGTH) {
            ids.add(vocabulary.unknown());
            return;
        }
        List<Integer> pieces = new ArrayList<>();
        int from = 0;
        while (from < characters.length) {
            int to = characters.length;
            int id = -1;
            while (to > from) {
                String piece = new String(characters, from, to - from);
                id = vocabulary.id(from == 0 ? piece : CONTINUATION + piece);
                if (id >= 0) {
                    break;
                }
                to--;
            }
            if (id < 0) {
                ids.add(vocabulary.unknown());
                return;
            }
            pieces.add(id);
            from = to;
        }
        ids.addAll(pieces);
    }
}
