package org.mammoclip.mammoclip.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Byte-level pieces against the tokenizers library 0.23 (Rust): a vocabulary of 593 pieces that it learned from made-up report
 * sentences (NFC, ByteLevel without prefix space), and its ids for 26 texts. The published successor's vocabulary was not at hand.
 */
class BytePairTokenizerTest {
    private static final Vocabulary VOCABULARY = vocabulary();

    private static InputStream resource(String name) {
        return Objects.requireNonNull(BytePairTokenizerTest.class.getResourceAsStream("/text/" + name), name);
    }

    private static Vocabulary vocabulary() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(resource("byte-pair-vocab.txt"), StandardCharsets.UTF_8))) {
            return new Vocabulary(lines.lines().toList());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @TestFactory
    List<DynamicTest> idsAreTheLibrarys() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        TextTokenizer tokenizer = TextFamily.MODERNBERT.tokenizer(VOCABULARY, false, 256);
        try (InputStream in = resource("byte-pair-vectors.json")) {
            for (JsonNode vector : new ObjectMapper().readTree(in)) {
                int[] expected = new ObjectMapper().convertValue(vector.get("ids"), int[].class);
                String text = vector.get("text").asText();
                tests.add(DynamicTest.dynamicTest(
                        "'" + text + "'",
                        () -> assertThat(tokenizer.encode(text)).containsExactly(expected)));
            }
        }
        assertThat(tests).hasSize(26);
        return tests;
    }

    @Test
    void specialIdsAreThoseOfTheVocabulary() {
        TextTokenizer tokenizer = TextFamily.MODERNBERT.tokenizer(VOCABULARY, true, 256);
        int[] ids = tokenizer.encode("No MASS");
        assertThat(tokenizer.pieces(ids)).startsWith("[CLS]", "no").endsWith("[SEP]");
        assertThat(tokenizer.encode("No MASS")).isEqualTo(tokenizer.encode("no mass"));
        assertThat(tokenizer.pieces(tokenizer.encode("[SEP]"))).containsOnlyOnce("[SEP]");
    }

    @Test
    void cutsTheEndAndKeepsTheSeparator() {
        TextTokenizer tokenizer = TextFamily.MODERNBERT.tokenizer(VOCABULARY, true, 5);
        int[] ids = tokenizer.encode("mass ".repeat(400));
        assertThat(ids).hasSize(5).endsWith(VOCABULARY.end());
        assertThat(tokenizer.encode("")).containsExactly(VOCABULARY.start(), VOCABULARY.end());
        assertThatThrownBy(() -> TextFamily.MODERNBERT.tokenizer(VOCABULARY, true, 2))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aWordOfAnyLengthTakesLittleTime() {
        TextTokenizer tokenizer = TextFamily.MODERNBERT.tokenizer(VOCABULARY, true, 60_000);
        assertThat(tokenizer.encode("ab".repeat(TextTokenizer.MAX_TEXT_LENGTH / 2)).length)
                .isGreaterThan(1000);
        assertThatThrownBy(() -> tokenizer.encode("a".repeat(TextTokenizer.MAX_TEXT_LENGTH + 1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aFamilyIsNamedInTheDescription() {
        assertThat(TextFamily.named("bert")).isEqualTo(TextFamily.BERT);
        assertThat(TextFamily.named("modernbert").architecture(50_368, 22, 768, 12, 1152, 8192))
                .isEqualTo(ModernBertArchitecture.BASE);
        assertThatThrownBy(() -> TextFamily.named("roberta"))
                .hasMessage("text family 'roberta', known are [bert, modernbert]");
    }
}
