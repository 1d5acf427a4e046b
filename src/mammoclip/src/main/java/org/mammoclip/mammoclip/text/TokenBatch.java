package org.mammoclip.mammoclip.text;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;

/**
 * Token ids of several texts, padded on the right to a common length. Positions behind a text's length are masked.
 *
 * @param ids texts x length, row-major
 * @param lengths tokens of each text, 1 to length
 * @param length columns of {@code ids}
 */
public record TokenBatch(long[] ids, int[] lengths, int length) {
    public TokenBatch {
        if (lengths.length == 0 || ids.length != lengths.length * length) {
            throw new IllegalArgumentException(ids.length + " ids for " + lengths.length + " texts of " + length);
        }
        for (int own : lengths) {
            if (own < 1 || own > length) {
                throw new IllegalArgumentException("text of " + own + " tokens in a batch of length " + length);
            }
        }
    }

    /** Pads to the longest text. */
    public static TokenBatch of(List<int[]> texts, int paddingId) {
        int length = texts.stream().mapToInt(text -> text.length).max().orElseThrow();
        long[] ids = new long[texts.size() * length];
        Arrays.fill(ids, paddingId);
        int[] lengths = new int[texts.size()];
        for (int row = 0; row < lengths.length; row++) {
            int[] text = texts.get(row);
            lengths[row] = text.length;
            for (int i = 0; i < text.length; i++) {
                ids[row * length + i] = text[i];
            }
        }
        return new TokenBatch(ids, lengths, length);
    }

    /**
     * A batch with an attention mask, as other libraries write it.
     *
     * @param mask as many values as {@code ids}, 1 for a token and 0 for padding
     * @throws IllegalArgumentException if sizes do not fit, a value is neither 0 nor 1, or a token stands behind padding
     */
    public static TokenBatch masked(long[] ids, long[] mask, int length) {
        if (length < 1 || mask.length != ids.length || ids.length % length != 0) {
            throw new IllegalArgumentException(
                    ids.length + " ids and a mask of " + mask.length + " for texts of " + length + " tokens");
        }
        int[] lengths = new int[ids.length / length];
        for (int i = 0; i < mask.length; i++) {
            int row = i / length;
            if (mask[i] != 0 && mask[i] != 1) {
                throw new IllegalArgumentException("a mask has 0 and 1, not " + mask[i]);
            }
            if (mask[i] == 1 && lengths[row]++ != i % length) {
                throw new IllegalArgumentException("text " + row + " has padding before its end");
            }
        }
        return new TokenBatch(ids, lengths, length);
    }

    /** Number of texts. */
    public int texts() {
        return lengths.length;
    }

    /** The ids of one text, without padding. */
    public int[] row(int text) {
        int[] row = new int[lengths[text]];
        for (int i = 0; i < row.length; i++) {
            row[i] = Math.toIntExact(ids[text * length + i]);
        }
        return row;
    }

    /**
     * Checks what the network would otherwise read beyond its tables for.
     *
     * @throws IllegalArgumentException if an id is not in the vocabulary or the batch is longer than the network's positions
     */
    public void requireWithin(int vocabulary, int positions) {
        if (length > positions) {
            throw new IllegalArgumentException(
                    "texts of " + length + " tokens, the network takes at most " + positions);
        }
        for (long id : ids) {
            if (id < 0 || id >= vocabulary) {
                throw new IllegalArgumentException("token id " + id + ", the vocabulary has 0 to " + (vocabulary - 1));
            }
        }
    }

    /** int64 {@code (texts, length)}. */
    public NDArray idArray(NDManager manager) {
        return manager.create(ids, new Shape(texts(), length));
    }

    /** float32 {@code (texts, 1, 1, length)}: 0 for a token, the lowest finite value for padding; added to attention scores. */
    public NDArray maskArray(NDManager manager) {
        float[] mask = new float[ids.length];
        for (int row = 0; row < lengths.length; row++) {
            Arrays.fill(mask, row * length + lengths[row], (row + 1) * length, -Float.MAX_VALUE);
        }
        return manager.create(mask, new Shape(texts(), 1, 1, length));
    }
}
