package org.mammoclip.mammoclip.reports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ReportGrammarTest {
    private static final ReportGrammar REFERENCE = ReportGrammar.vinDr(Vocabulary.REFERENCE, NoFindingSentences.ALL);

    @ParameterizedTest
    @CsvSource({
        "Mass, 400, 250",
        "Suspicious Calcification, 1440, 1045",
        "Architectural Distortion, 400, 5",
        "Global Asymmetry, 160, 3",
        "Focal Asymmetry, 240, 3",
        "Asymmetry, 280, 3",
        "Suspicious Lymph Node, 21, 3",
        "Nipple Retraction, 5, 3",
        "Skin Retraction, 33, 3",
        "Skin Thickening, 66, 3",
        "No Finding, 1300, 0"
    })
    void listsHaveTheReferencesSizesInBothBreastsAndBothVocabularies(String finding, int positive, int negative) {
        for (Vocabulary vocabulary : Vocabulary.values()) {
            ReportGrammar grammar = ReportGrammar.vinDr(vocabulary, NoFindingSentences.ALL);
            for (Side side : Side.values()) {
                SentenceLists lists = grammar.sentences(finding, side);
                assertThat(lists.positive()).hasSize(positive);
                assertThat(lists.negative()).hasSize(negative);
                if (!finding.equals(ReportGrammar.NO_FINDING)) {
                    assertThat(lists.positive()).doesNotHaveDuplicates();
                }
                assertThat(lists.negative()).doesNotHaveDuplicates();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Side.class)
    void noFindingHasFourOrThirteenHundredSentences(Side side) {
        List<String> all = REFERENCE.sentences("No Finding", side).positive();
        assertThat(new HashSet<>(all)).hasSize(1297);
        assertThat(ReportGrammar.vinDr(Vocabulary.REFERENCE, NoFindingSentences.FOUR)
                        .sentences("No Finding", side)
                        .positive())
                .containsExactly(
                        "no mammographic evidence of malignancy",
                        "there are no suspicious masses, suspicious calcifications or architectural distortion",
                        "there are no suspicious findings",
                        "no mammographic evidence of malignancy");
    }

    @Test
    void theSidesMirrorEachOther() {
        for (String finding : REFERENCE.findings()) {
            Set<String> right =
                    new HashSet<>(REFERENCE.sentences(finding, Side.RIGHT).positive());
            List<String> mirrored = REFERENCE.sentences(finding, Side.LEFT).positive().stream()
                    .map(sentence -> sentence.replace("left", "right"))
                    .toList();
            assertThat(mirrored).as(finding).containsExactlyInAnyOrderElementsOf(right);
        }
    }

    @Test
    void fortyCalcificationSentencesBothReportAndDeny() {
        SentenceLists lists = REFERENCE.sentences("Suspicious Calcification", Side.LEFT);
        List<String> both = new ArrayList<>(lists.positive());
        both.retainAll(lists.negative());
        assertThat(both).hasSize(40).contains("there are calcification in the upper outer left breast at mid depth");
    }

    @Test
    void firstSentencesAreThoseOfTheDeterministicMode() {
        assertFirst("Mass", "there is a mass in the right breast", "there is a mass in the left breast");
        assertFirst(
                "Suspicious Calcification",
                "there are calcification in the right breast",
                "there are calcification in the left breast");
        assertFirst(
                "Architectural Distortion",
                "there is architectural distortion in the right breast",
                "there is architectural distortion in the left breast");
        assertFirst(
                "Global Asymmetry",
                "there is a global asymmetry in the right breast",
                "there is a global asymmetry in the left breast");
        assertFirst(
                "Focal Asymmetry",
                "there is a focal asymmetry in the right breast",
                "there is a focal asymmetry in the left breast");
        assertFirst(
                "Asymmetry",
                "there is a questionable asymetry in the upper right breast at posterior depth",
                "there is a questioned asymetry in the upper outer left breast");
        assertFirst(
                "Suspicious Lymph Node",
                "there is an suspicious lymph node in the right axilla",
                "there is an enlarged lymph node in the left breast");
        assertFirst(
                "Nipple Retraction",
                "there is a new nipple retraction in the right breast",
                "there is a new nipple retraction in the left breast");
        assertFirst(
                "Skin Retraction",
                "there is skin retraction in the right breast",
                "there is skin retraction in the left breast");
        assertFirst(
                "Skin Thickening",
                "there is increasing skin thickening of the periareolar right breast",
                "there is increasing skin thickening of the upper outer left breast");
        assertFirst("No Finding", "no mammographic evidence of malignancy", "no mammographic evidence of malignancy");
        for (String finding : REFERENCE.findings()) {
            String expected = switch (finding) {
                case "Mass", "Suspicious Calcification" -> "no mammographic evidence of malignancy";
                case "Architectural Distortion" -> "there is no architectural distortion seen";
                default -> "there are no suspicious masses, suspicious calcifications or architectural distortion";
            };
            assertThat(REFERENCE.sentences(finding, Side.LEFT).negative().get(0))
                    .isEqualTo(expected);
        }
    }

    @Test
    void misspellingsStandInTheReferenceAndNotInTheCorrectedVocabulary() {
        ReportGrammar corrected = ReportGrammar.vinDr(Vocabulary.CORRECTED, NoFindingSentences.ALL);
        List<String> reference = everything(REFERENCE);
        List<String> correct = everything(corrected);
        assertThat(reference)
                .contains(
                        "there is a indeterminant mass in the subareolar left breast at anterior depth",
                        "there are multiple bilateral round andoval circumscribed low density waxing and waning masses"
                                + " consistent with a benign etiology",
                        "there are suspicious linear calcification in the right breast",
                        "stable calcification with associated biopsy marker in the lower inner left breast",
                        "there is an new skin retraction in the periareolar left breast");
        assertThat(correct)
                .contains(
                        "there is an indeterminate mass in the subareolar left breast at anterior depth",
                        "there are multiple bilateral round and oval circumscribed low density waxing and waning masses"
                                + " consistent with a benign etiology",
                        "there are suspicious linear calcifications in the right breast",
                        "there is a suspicious lymph node in the right axilla",
                        "there is an enlarged lymph node in the left breast",
                        "there is new skin retraction in the periareolar left breast",
                        "there is a questioned asymmetry in the upper outer left breast");
        for (String sentence : correct) {
            assertThat(sentence)
                    .doesNotContain(
                            "asymetry", "indeterminant", "andoval", "  ", " an s", " a i", " a e", " a a", " a o")
                    .doesNotMatch(".*calcification( .*|$)");
        }
    }

    @Test
    void attributesHaveTheSentencesOfTheMapper() {
        assertThat(AttributeSentences.mass())
                .hasSize(486)
                .doesNotHaveDuplicates()
                .contains("there is a spiculated mass in the upper outer right breast at mid depth");
        assertThat(AttributeSentences.suspiciousCalcification())
                .hasSize(810)
                .doesNotHaveDuplicates()
                .contains("there are suspicious clustered calcifications in the lower left breast at posterior depth");
    }

    @Test
    void aGrammarForOtherLabelsNeedsBothBreastsAndASentenceForNothing() {
        SentenceLists some = new SentenceLists(List.of("there is cancer"), List.of());
        SentenceLists none = new SentenceLists(List.of("no cancer"), List.of());
        ReportGrammar grammar = ReportGrammar.of(
                Map.of("Cancer", some, "No Finding", none), Map.of("Cancer", some, "No Finding", none));
        assertThat(grammar.findings()).containsExactly("Cancer");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ReportGrammar.of(Map.of("Cancer", some), Map.of("Cancer", some)))
                .withMessageContaining("No Finding");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ReportGrammar.of(Map.of("No Finding", none), Map.of()))
                .withMessageContaining("left breast");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> REFERENCE.sentences("mass", Side.LEFT))
                .withMessageContaining("\"mass\" is none of");
        assertThatIllegalArgumentException().isThrownBy(() -> new SentenceLists(List.of(), List.of()));
    }

    private static void assertFirst(String finding, String right, String left) {
        assertThat(REFERENCE.sentences(finding, Side.RIGHT).positive().get(0)).isEqualTo(right);
        assertThat(REFERENCE.sentences(finding, Side.LEFT).positive().get(0)).isEqualTo(left);
    }

    private static List<String> everything(ReportGrammar grammar) {
        List<String> sentences = new ArrayList<>();
        for (Side side : Side.values()) {
            for (String finding : grammar.findings()) {
                sentences.addAll(grammar.sentences(finding, side).positive());
                sentences.addAll(grammar.sentences(finding, side).negative());
            }
            sentences.addAll(grammar.sentences("No Finding", side).positive());
        }
        return sentences;
    }
}
