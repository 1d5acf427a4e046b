package org.mammoclip.mammoclip.verify;

import java.util.Map;
import org.mammoclip.mammoclip.text.TokenBatch;

/**
 * Stored values of one batch of texts.
 *
 * @param texts the words behind the tokens, one per row, or empty: then the tokenizer is not looked at
 * @param points activations of the whole padded batch by name
 * @param vectors some of {@code feature}, {@code projection}, {@code normalized}, each with one row per text
 */
record TextCase(
        String name,
        java.util.List<String> texts,
        TokenBatch tokens,
        Map<String, TensorSummary> points,
        Map<String, float[][]> vectors) {}
