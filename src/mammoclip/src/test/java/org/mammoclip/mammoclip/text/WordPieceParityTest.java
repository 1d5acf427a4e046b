package org.mammoclip.mammoclip.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mammoclip.mammoclip.golden.GoldenFile;

/**
 * Token ids against the stored reference tokenisations. The vocabulary is not part of this repository: the test runs where the
 * system property {@code mammoclip.vocabulary} or a {@code shared/golden} folder beside the repository names it.
 */
class WordPieceParityTest {
    private static final String FILE = "bert-base-cased-vocab.txt";

    private static Path vocabularyFile() {
        String property = System.getProperty("mammoclip.vocabulary");
        if (property != null) {
            return Path.of(property);
        }
        Path folder = Path.of("").toAbsolutePath();
        while (folder != null) {
            Path candidate = folder.resolve("shared").resolve("golden").resolve(FILE);
            if (Files.isRegularFile(candidate)) {
                return candidate;
            }
            folder = folder.getParent();
        }
        return Path.of(FILE);
    }

    private static Vocabulary vocabulary() throws IOException {
        Path file = vocabularyFile();
        assumeTrue(
                Files.isRegularFile(file),
                "skipped: no " + FILE + " in a shared/golden folder or -Dmammoclip.vocabulary");
        return new Vocabulary(Files.readAllLines(file));
    }

    @Test
    void specialPiecesAreWhereTheReferenceHasThem() throws IOException {
        Vocabulary vocabulary = vocabulary();
        assertThat(vocabulary.size()).isEqualTo(28_996);
        assertThat(List.of(vocabulary.padding(), vocabulary.unknown(), vocabulary.start(), vocabulary.end()))
                .containsExactly(0, 100, 101, 102);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cased", "lowercased"})
    void everyStoredTextHasTheReferencesIds(String variant) throws IOException {
        WordPieceTokenizer tokenizer = new WordPieceTokenizer(vocabulary(), variant.equals("lowercased"), 256);
        int texts = 0;
        for (JsonNode stored : GoldenFile.read("wordpiece.json").root().get("cases")) {
            int[] ids = new ObjectMapper().convertValue(stored.get(variant).get("input_ids_max256"), int[].class);
            assertThat(tokenizer.encode(stored.get("text").asText()))
                    .as(stored.get("text").asText())
                    .containsExactly(ids);
            texts++;
        }
        assertThat(texts).isEqualTo(25);
    }
}
