package org.mammoclip.mammoclip.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class WordPieceTokenizerTest {
    private static final Vocabulary VOCABULARY = new Vocabulary(List.of(
            "[PAD]",
            "[UNK]",
            "[CLS]",
            "[SEP]",
            "[MASK]",
            "no",
            "mass",
            "Mass",
            "ma",
            "##s",
            "##es",
            "calc",
            "##ification",
            "##sses",
            "e",
            ",",
            ".",
            "-",
            "[",
            "]",
            "mask",
            "\u4E73",
            "a",
            "##a",
            "\u03C3"));

    private static List<String> pieces(String text, boolean lowerCase) {
        WordPieceTokenizer tokenizer = new WordPieceTokenizer(VOCABULARY, lowerCase, 32);
        List<String> pieces = tokenizer.pieces(tokenizer.encode(text));
        assertThat(pieces).startsWith("[CLS]").endsWith("[SEP]");
        return pieces.subList(1, pieces.size() - 1);
    }

    @Test
    void takesTheLongestPieceFirstAndMarksContinuations() {
        assertThat(pieces("no masses, calcification.", true))
                .containsExactly("no", "mass", "##es", ",", "calc", "##ification", ".");
    }

    @Test
    void lowerCasesAndStripsAccentsOnlyWhenAsked() {
        assertThat(pieces("Mass \u00C9", true)).containsExactly("mass", "e");
        assertThat(pieces("Mass \u00C9", false)).containsExactly("Mass", "[UNK]");
    }

    @Test
    void lowerCasesEachCharacterByItself() {
        assertThat(pieces("\u03A3 \u03A3", true)).containsExactly("\u03C3", "\u03C3");
        assertThat(pieces("\u0391\u03A3", true))
                .as("no final sigma, so one unknown word")
                .containsExactly("[UNK]");
    }

    @Test
    void aWordWithoutPiecesIsOneUnknown() {
        assertThat(pieces("massx no", true)).containsExactly("[UNK]", "no");
    }

    @Test
    void splitsPunctuationIdeographsAndAnyWhiteSpace() {
        assertThat(pieces("no-mass\u4E73a\u00A0no\u2003no\tno\r\nno", true))
                .containsExactly("no", "-", "mass", "\u4E73", "a", "no", "no", "no", "no");
    }

    @Test
    void dropsControlFormatAndReplacementCharacters() {
        assertThat(pieces("ma\u0000s\u200Bs\u00AD \uFFFDno\u0007", true)).containsExactly("mass", "no");
    }

    @Test
    void specialTokensInATextAreOrdinaryText() {
        assertThat(pieces("[MASK]", true)).containsExactly("[", "mask", "]");
    }

    @Test
    void aWordOfMoreThanAHundredCharactersIsUnknown() {
        assertThat(pieces("a".repeat(100), true)).hasSize(30).doesNotContain("[UNK]");
        assertThat(pieces("a".repeat(101), true)).containsExactly("[UNK]");
    }

    @Test
    void cutsTheEndAndKeepsTheSeparator() {
        WordPieceTokenizer tokenizer = new WordPieceTokenizer(VOCABULARY, true, 5);
        assertThat(tokenizer.encode("no mass no mass no")).containsExactly(2, 5, 6, 5, 3);
        assertThat(tokenizer.encode("no mass no")).containsExactly(2, 5, 6, 5, 3);
        assertThat(tokenizer.encode("no no masses")).as("cut inside a word").containsExactly(2, 5, 5, 6, 3);
        assertThat(tokenizer.encode("")).containsExactly(2, 3);
    }

    @Test
    void refusesATextBeyondTheBound() {
        WordPieceTokenizer tokenizer = new WordPieceTokenizer(VOCABULARY, true, 5);
        assertThat(tokenizer.encode(" ".repeat(WordPieceTokenizer.MAX_TEXT_LENGTH)))
                .containsExactly(2, 3);
        assertThatThrownBy(() -> tokenizer.encode(" ".repeat(WordPieceTokenizer.MAX_TEXT_LENGTH + 1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new WordPieceTokenizer(VOCABULARY, true, 2))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aVocabularyNeedsItsSpecialPiecesOnceEach() {
        assertThatThrownBy(() -> new Vocabulary(List.of("[PAD]", "[UNK]", "[CLS]")))
                .hasMessage("vocabulary has no [SEP]");
        assertThatThrownBy(() -> new Vocabulary(List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "a", "a")))
                .hasMessage("vocabulary line 6 repeats an earlier one");
    }
}
