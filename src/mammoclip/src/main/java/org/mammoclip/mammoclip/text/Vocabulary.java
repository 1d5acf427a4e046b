package org.mammoclip.mammoclip.text;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The pieces a tokenizer knows, one per line of a checkpoint's {@code vocab.txt}; the line number from 0 is the id. Belongs to the
 * checkpoint: another vocabulary gives other ids and so another embedding. Immutable, thread-safe.
 */
public final class Vocabulary {
    /** More than any BERT vocabulary has. */
    public static final int MAX_SIZE = 1 << 20;

    private final List<String> pieces;
    private final Map<String, Integer> ids;
    private final int padding;
    private final int unknown;
    private final int start;
    private final int end;

    /**
     * @param pieces distinct pieces in id order, among them {@code [PAD]}, {@code [UNK]}, {@code [CLS]} and {@code [SEP]}
     * @throws IllegalArgumentException saying what is missing or doubled
     */
    public Vocabulary(List<String> pieces) {
        if (pieces.size() > MAX_SIZE) {
            throw new IllegalArgumentException("vocabulary of more than " + MAX_SIZE + " pieces");
        }
        this.pieces = List.copyOf(pieces);
        this.ids = new HashMap<>(2 * pieces.size());
        for (int id = 0; id < this.pieces.size(); id++) {
            if (ids.put(this.pieces.get(id), id) != null) {
                throw new IllegalArgumentException("vocabulary line " + (id + 1) + " repeats an earlier one");
            }
        }
        this.padding = special("[PAD]");
        this.unknown = special("[UNK]");
        this.start = special("[CLS]");
        this.end = special("[SEP]");
    }

    private int special(String piece) {
        Integer id = ids.get(piece);
        if (id == null) {
            throw new IllegalArgumentException("vocabulary has no " + piece);
        }
        return id;
    }

    public int size() {
        return pieces.size();
    }

    /** All pieces in id order. */
    public List<String> pieces() {
        return pieces;
    }

    public String piece(int id) {
        return pieces.get(id);
    }

    /** The id of a piece, or -1. */
    int id(CharSequence piece) {
        return ids.getOrDefault(piece.toString(), -1);
    }

    int padding() {
        return padding;
    }

    int unknown() {
        return unknown;
    }

    int start() {
        return start;
    }

    int end() {
        return end;
    }
}
