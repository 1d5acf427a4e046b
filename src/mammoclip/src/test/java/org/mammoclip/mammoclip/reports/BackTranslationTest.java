package org.mammoclip.mammoclip.reports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackTranslationTest {
    private static final List<ReportText> TEXTS = List.of(
            new ReportText(List.of("there is a mass", "stable clip seen")), new ReportText(List.of("it is benign")));

    @TempDir
    Path folder;

    @Test
    void answersArePairedElementByElementAndLowerCased() {
        BackTranslation shout = texts ->
                texts.stream().map(text -> "Rather: " + text + ". Truly SO.").toList();
        List<ReportText> answers = shout.aligned(TEXTS);
        assertThat(answers)
                .extracting(ReportText::joined)
                .containsExactly(
                        "rather: there is a mass stable clip seen. truly so.", "rather: it is benign. truly so.");
        assertThat(answers.get(0).sentences()).hasSize(2);
        assertThat(BackTranslation.NONE.aligned(TEXTS))
                .extracting(ReportText::joined)
                .containsExactlyElementsOf(
                        TEXTS.stream().map(ReportText::joined).toList());
    }

    @Test
    void anAnswerThatCannotBePairedIsRefused() {
        BackTranslation dropsOne = texts -> texts.subList(1, texts.size());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> dropsOne.aligned(TEXTS))
                .withMessageContaining("2 texts with 1");
        BackTranslation blanks = texts -> List.of("fine", " ");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> blanks.aligned(TEXTS))
                .withMessageContaining("text 1 is blank");
    }

    @Test
    void storedTranslationsAreFoundByTheirText() throws IOException {
        StoredBackTranslation stored = StoredBackTranslation.read(Files.writeString(folder.resolve("it.jsonl"), """
                {"text": "it is benign", "translation": "This is benign"}

                {"text": "there is a mass stable clip seen", "translation": "a mass exists"}
                """));
        assertThat(stored.aligned(TEXTS))
                .extracting(ReportText::joined)
                .containsExactly("a mass exists", "this is benign");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> stored.apply(List.of("it is benign", "new text of a patient")))
                .withMessageContaining("text 1 of 2 is not in")
                .satisfies(e -> assertThat(e).hasMessageNotContaining("patient"));
    }

    @Test
    void badLinesAreNamed() throws IOException {
        for (String line : List.of("{", "{\"text\": \"a\"}", "[1]", "{\"text\": 5, \"translation\": \"b\"}")) {
            Path file = Files.writeString(
                    folder.resolve("bad.jsonl"), "{\"text\": \"x\", \"translation\": \"y\"}\n" + line + "\n");
            assertThatIOException()
                    .isThrownBy(() -> StoredBackTranslation.read(file))
                    .withMessageContaining("bad.jsonl line 2");
        }
        Path twice = Files.writeString(
                folder.resolve("twice.jsonl"), "{\"text\": \"x\", \"translation\": \"y\"}\n".repeat(2));
        assertThatIOException()
                .isThrownBy(() -> StoredBackTranslation.read(twice))
                .withMessageContaining("line 2");
    }
}
