package org.mammoclip.mammoclip.card;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mammoclip.mammoclip.evaluate.metric.Interval;

class LearningCardTest {
    private static final String DIGEST = "0123456789abcdef".repeat(4);
    private static final LearningResult.Scope TEST = new LearningResult.Scope("probe", "Mass", 0.1, 3, "test", 40, 8);

    @TempDir
    Path folder;

    private static List<LearningResult> results() {
        return List.of(
                LearningResult.of(TEST, "auroc", 0.91234, new Interval(0.8, 1 / 1.03)),
                LearningResult.of(TEST, "sensitivity", Double.NaN),
                LearningResult.of(
                        new LearningResult.Scope("probe", "density", 1, 1, "validation", 1200, 0), "accuracy", 0.5));
    }

    private static LearningCard card() {
        LearningData data = new LearningData(
                DIGEST,
                List.of(new LearningData.Table("labels.csv", DIGEST, 1234, 2)),
                "one fold is validation",
                List.of(new LearningData.SplitCount("training", 300, 1200, new TreeMap<>(Map.of("Mass", 77)))));
        LearningOrigin origin = new LearningOrigin(
                List.of("mammoclip probe --table labels.csv"),
                7,
                "1.2-SNAPSHOT",
                List.of(new LearningOrigin.Model("image encoder", "demo 1", DIGEST)));
        return new LearningCard(
                "Mass | probe",
                "Learned from phantoms; not for patients.",
                "linear probe: Mass",
                "Apache-2.0",
                origin,
                data,
                results(),
                new TreeMap<>(Map.of("l2", "0.01")),
                List.of("Phantoms only <b>"),
                List.of(new LearningCard.Figure("curve.svg", "AUROC by labels", "<svg/>")));
    }

    @Test
    void whatIsWrittenIsReadAgain() throws IOException {
        card().write(folder);
        assertThat(LearningCard.read(folder)).isEqualTo(card());
    }

    @Test
    void theSameCardGivesTheSameBytes() throws IOException {
        card().write(folder.resolve("a"));
        card().write(folder.resolve("b"));
        for (String file : new String[] {LearningCard.JSON_FILE, LearningCard.MARKDOWN_FILE, "curve.svg"}) {
            assertThat(Files.readAllBytes(folder.resolve("b").resolve(file)))
                    .isEqualTo(Files.readAllBytes(folder.resolve("a").resolve(file)));
        }
    }

    @Test
    void peopleReadOneRowPerScopeAndNoMarkupOfOthers() throws IOException {
        card().write(folder);
        List<String> page = Files.readAllLines(folder.resolve(LearningCard.MARKDOWN_FILE));
        assertThat(page).contains("# Mass \\| probe");
        assertThat(page).contains("| data | labels | seed | images | positive | auroc | sensitivity |");
        assertThat(page).contains("| test | 10 % | 3 | 40 | 8 | 0.912 (0.800 to 0.971) | - |");
        assertThat(page).contains("| validation | 100 % | 1 | 1,200 |  | 0.500 |");
        assertThat(page).contains("| training | 300 | 1,200 | 77 |");
        assertThat(page).contains("- labels.csv: 1,234 rows (2 bad rows left out), SHA-256 `" + DIGEST + "`");
        assertThat(page).contains("mammoclip probe --table labels.csv");
        assertThat(page).contains("![AUROC by labels](curve.svg)");
        assertThat(page).contains("- Phantoms only \\<b\\>");
    }

    @Test
    void resultsAreOneListForEveryTraining() throws IOException {
        LearningResults.write(folder, results());
        assertThat(LearningResults.read(folder)).isEqualTo(results());
        String json = Files.readString(folder.resolve(LearningResults.FILE));
        assertThat(json).contains("\"metric\" : \"sensitivity\"");
        assertThat(json).contains("\"value\" : null");
    }

    @Test
    void damagedFilesSayWhichAndWhy() throws IOException {
        card().write(folder);
        Path json = folder.resolve(LearningCard.JSON_FILE);
        String content = Files.readString(json);
        Files.writeString(json, content.replace("\"curve.svg\"", "\"../../x.svg\""));
        assertDamaged("model-card.json is damaged: a figure is a file name");
        Files.writeString(json, content.replace("\"fraction\" : 0.1", "\"fraction\" : 2"));
        assertDamaged("a fraction is above 0 and at most 1, not 2.0");
        Files.writeString(json, content.replace(CardJson.FORMAT, "other"));
        assertDamaged("its format is not " + CardJson.FORMAT);
        Files.writeString(json, content.substring(0, content.length() / 2));
        assertDamaged("model-card.json is damaged");
        Files.writeString(json, content.replace("\"licence\"", "\"license\""));
        assertDamaged("field licence is missing");
        Files.writeString(folder.resolve(LearningResults.FILE), "{}");
        assertThatIOException()
                .isThrownBy(() -> LearningResults.read(folder))
                .withMessageContaining("results.json is damaged: results are a list");
    }

    private void assertDamaged(String why) {
        assertThatIOException().isThrownBy(() -> LearningCard.read(folder)).withMessageContaining(why);
    }

    @Test
    void whatCannotBeTrueIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LearningResult.Scope("probe", "Mass", 0, 1, "test", 10, 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LearningResult.Scope("probe", "Mass", 1, 1, "test", 10, 11));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LearningResult.Scope("probe", "Ma\nss", 1, 1, "test", 10, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new LearningOrigin(List.of(), 1, "1", List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> new LearningData("abc", List.of(), "rule", List.of()));
    }
}
