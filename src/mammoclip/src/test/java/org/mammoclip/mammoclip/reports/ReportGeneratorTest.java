package org.mammoclip.mammoclip.reports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.mammoclip.mammoclip.random.SplitMix64;

class ReportGeneratorTest {
    private final ReportGrammar grammar = ReportGrammar.vinDr(Vocabulary.REFERENCE, NoFindingSentences.ALL);
    private final ReportGenerator generator = new ReportGenerator(grammar);

    @Test
    void theDeterministicReportKeepsTheOrderOfTheGrammarAndSaysNothingTwice() {
        assertThat(generator.first(Side.LEFT, List.of("Asymmetry", "Mass")))
                .isEqualTo("there is a mass in the left breast"
                        + " there is a questioned asymetry in the upper outer left breast"
                        + " no mammographic evidence of malignancy"
                        + " there is no architectural distortion seen"
                        + " there are no suspicious masses, suspicious calcifications or architectural distortion");
        assertThat(generator.first(Side.RIGHT, List.of("No Finding")))
                .isEqualTo("no mammographic evidence of malignancy");
    }

    @Test
    void aRandomReportReportsWhatIsThereAndDeniesTheRest() {
        Set<String> reports = new HashSet<>();
        for (int seed = 0; seed < 200; seed++) {
            String report = generator.random(Side.RIGHT, List.of("Nipple Retraction"), new SplitMix64(seed));
            assertThat(report).contains("nipple retraction in the right breast").doesNotContain("left", ".");
            assertThat(report)
                    .isEqualTo(generator.random(Side.RIGHT, List.of("Nipple Retraction"), new SplitMix64(seed)));
            reports.add(report);
        }
        assertThat(reports).hasSizeGreaterThan(190);
        assertThat(reports.stream()
                        .filter(report -> report.startsWith("there is a"))
                        .count())
                .as("the positive sentence is not always first")
                .isLessThan(150);
    }

    @Test
    void withoutFindingOneSentenceFromTheNoFindingListIsAll() {
        for (int seed = 0; seed < 50; seed++) {
            assertThat(grammar.sentences("No Finding", Side.LEFT).positive())
                    .contains(generator.random(Side.LEFT, List.of("No Finding"), new SplitMix64(seed)));
        }
    }

    @Test
    void labelsThatTheGrammarDoesNotKnowAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> generator.first(Side.LEFT, List.of("Mass", "cyst")))
                .withMessageContaining("\"cyst\"");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> generator.first(Side.LEFT, List.of()))
                .withMessageContaining("No Finding");
    }
}
