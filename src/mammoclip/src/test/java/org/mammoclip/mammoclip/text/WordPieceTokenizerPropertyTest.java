package org.mammoclip.mammoclip.text;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.mammoclip.mammoclip.demo.DemoCheckpoint;

/** Any text, surrogate halves included, gives ids of the vocabulary within the bound. */
class WordPieceTokenizerPropertyTest {
    private static final Vocabulary VOCABULARY = new DemoCheckpoint().vocabulary();

    @Property(tries = 500)
    void anyTextGivesBoundedValidIds(@ForAll @StringLength(max = 400) String text, @ForAll boolean lowerCase) {
        int[] ids = new WordPieceTokenizer(VOCABULARY, lowerCase, 64).encode(text);
        assertThat(ids).hasSizeBetween(2, 64).startsWith(VOCABULARY.start()).endsWith(VOCABULARY.end());
        for (int id : ids) {
            assertThat(id).isBetween(0, VOCABULARY.size() - 1);
        }
    }

    @Property(tries = 200)
    void surroundingBlanksDoNotMatter(@ForAll @StringLength(max = 100) String text) {
        WordPieceTokenizer tokenizer = new WordPieceTokenizer(VOCABULARY, true, 64);
        assertThat(tokenizer.encode(" \t" + text + "\n ")).containsExactly(tokenizer.encode(text));
    }
}
