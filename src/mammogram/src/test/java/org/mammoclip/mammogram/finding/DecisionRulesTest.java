package org.mammoclip.mammogram.finding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mammoclip.mammogram.Laterality;
import org.mammoclip.mammogram.finding.Aggregation.Over;

class DecisionRulesTest {
    private static final Map<Finding, Double> MASS = Map.of(Finding.MASS, 0.6);

    @Test
    void aggregatesByMaximumOrMean() {
        assertThat(Over.MAX.of(List.of(0.2, 0.7, 0.3))).isEqualTo(0.7);
        assertThat(Over.MEAN.of(List.of(0.2, 0.7, 0.3))).isCloseTo(0.4, within(1e-12));
        assertThatThrownBy(() -> Over.MEAN.of(List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThat(Aggregation.DEFAULT).isEqualTo(new Aggregation(Over.MAX, Over.MAX));
        assertThat(Aggregation.REFERENCE).isEqualTo(new Aggregation(Over.MEAN, Over.MAX));
    }

    /** Otherwise a breast could be positive without an image that is. */
    @Test
    void aMeanNeverExceedsItsLargestPart() {
        for (double score = 0.001; score < 1; score += 0.001) {
            for (int count = 1; count <= 9; count++) {
                assertThat(Over.MEAN.of(Collections.nCopies(count, score))).isLessThanOrEqualTo(score);
            }
        }
    }

    private static ExamScore exam(Finding finding, double score) {
        return new ExamScore(score, new FindingScore(finding, Laterality.RIGHT, score, 0.6), "RCC", score);
    }

    @Test
    void aStudyIsReadFirstWhenAnyConditionIsMet() {
        TriageRule rule = new TriageRule(List.of(
                new TriageRule.Condition(Finding.MASS, 0.6),
                new TriageRule.Condition(Finding.SUSPICIOUS_CALCIFICATION, 0.2)));

        Triage met = rule.judge(List.of(exam(Finding.MASS, 0.59), exam(Finding.SUSPICIOUS_CALCIFICATION, 0.6)));
        assertThat(met.priority()).isEqualTo(Triage.Priority.PRIORITISE);
        assertThat(met.score()).isCloseTo(0.75, within(1e-12));
        assertThat(met.evidence())
                .singleElement()
                .satisfies(
                        evidence -> assertThat(evidence.words())
                                .isEqualTo(
                                        "Suspicious Calcification, right breast, image RCC 0.600; exam 0.600, threshold 0.200"));

        Triage both = rule.judge(List.of(exam(Finding.MASS, 0.9), exam(Finding.SUSPICIOUS_CALCIFICATION, 0.3)));
        assertThat(both.evidence())
                .extracting(evidence -> evidence.score().finding())
                .as("strongest first")
                .containsExactly(Finding.MASS, Finding.SUSPICIOUS_CALCIFICATION);

        Triage none = rule.judge(List.of(exam(Finding.MASS, 0.3), exam(Finding.SUSPICIOUS_CALCIFICATION, 0.01)));
        assertThat(none.priority()).isEqualTo(Triage.Priority.ROUTINE);
        assertThat(none.score()).isEqualTo(0.25);
        assertThat(none.evidence()).as("what came nearest").hasSize(1);
        assertThat(none.evidence().get(0).isMet()).isFalse();
    }

    @Test
    void theStudyScoreIsAtOneHalfExactlyAtTheThreshold() {
        for (double threshold = 0.01; threshold < 1; threshold += 0.01) {
            TriageRule rule = new TriageRule(List.of(new TriageRule.Condition(Finding.MASS, threshold)));

            assertThat(rule.judge(List.of(exam(Finding.MASS, threshold))).score())
                    .isEqualTo(0.5);
            assertThat(rule.judge(List.of(exam(Finding.MASS, Math.nextDown(threshold))))
                            .score())
                    .isLessThan(0.5);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, 0, 1, -0.1, 1.1})
    void refusesThresholdsThatNothingOrEverythingReaches(double threshold) {
        assertThatThrownBy(() -> new TriageRule.Condition(Finding.MASS, threshold))
                .hasMessageContaining("triage by mass");
        assertThatThrownBy(() -> DecisionRules.of(Map.of(Finding.MASS, threshold)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesRulesAboutFindingsNobodyLooksFor() {
        TriageRule rule = TriageRule.anyFinding(Map.of(Finding.MALIGNANCY, 0.5));

        assertThatThrownBy(() -> new DecisionRules(MASS, Aggregation.DEFAULT, rule))
                .hasMessageContaining("malignancy");
        assertThatThrownBy(() -> DecisionRules.of(MASS).threshold(Finding.MALIGNANCY))
                .hasMessageContaining("malignancy");
        assertThatThrownBy(() -> rule.judge(List.of(exam(Finding.MASS, 0.5)))).hasMessageContaining("malignancy");
    }

    @Test
    void refusesTwoFindingsOfOneKeyAndTooManyConditions() {
        Map<Finding, Double> twice = new LinkedHashMap<>(MASS);
        twice.put(new Finding("mass", "Lump", Finding.MASS.singleImage(), Finding.MASS.measured()), 0.5);
        TriageRule.Condition condition = new TriageRule.Condition(Finding.MASS, 0.5);
        new TriageRule(Collections.nCopies(64, condition));

        assertThatThrownBy(() -> DecisionRules.of(twice)).hasMessageContaining("same key");
        assertThatThrownBy(() -> new TriageRule(Collections.nCopies(65, condition)))
                .hasMessageContaining("1 to 64");
        assertThatThrownBy(() -> new TriageRule(List.of())).hasMessageContaining("1 to 64");
        assertThatThrownBy(() -> new DecisionRules(Map.of(), Aggregation.DEFAULT, TriageRule.anyFinding(MASS)))
                .hasMessageContaining("at least one finding");
    }
}
