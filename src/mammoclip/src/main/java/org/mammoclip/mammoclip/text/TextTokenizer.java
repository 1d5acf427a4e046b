package org.mammoclip.mammoclip.text;

import java.util.List;

/** From text to a network's token ids and back to pieces for people. Immutable, thread-safe. */
public interface TextTokenizer {
    /** Longer texts are refused; 256 tokens are long used up by then. */
    int MAX_TEXT_LENGTH = 100_000;

    /**
     * The ids of a text between {@code [CLS]} and {@code [SEP]}. What does not fit is cut off at the end; {@code [SEP]} is kept as
     * the last id. Special tokens written in the text are ordinary text.
     *
     * @return 2 to the tokenizer's greatest number of ids
     * @throws IllegalArgumentException if the text has more than {@link #MAX_TEXT_LENGTH} characters
     */
    int[] encode(String text);

    /** The pieces behind ids, for people. */
    List<String> pieces(int[] ids);
}
