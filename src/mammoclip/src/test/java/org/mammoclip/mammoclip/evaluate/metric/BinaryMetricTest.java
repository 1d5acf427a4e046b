package org.mammoclip.mammoclip.evaluate.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Values worked out by hand. */
class BinaryMetricTest {
    private static final double[] SCORES = {0.1, 0.4, 0.35, 0.8};
    private static final boolean[] TRUTH = {false, false, true, true};
    private final RankedCases cases = RankedCases.of(SCORES, TRUTH);

    private static double value(BinaryMetric metric, RankedCases cases) {
        return metric.of(cases, cases.once());
    }

    @Test
    void aurocCountsPairs() {
        assertThat(value(RankMetric.AUROC, cases)).isEqualTo(0.75);
    }

    @Test
    void auprcIsAveragePrecision() {
        assertThat(value(RankMetric.AUPRC, cases)).isCloseTo(0.5 * 1 + 0.5 * 2 / 3, within(1e-15));
    }

    @Test
    void equalScoresCountHalfAndAreOneStep() {
        RankedCases same = RankedCases.of(new double[] {0.5, 0.5, 0.5, 0.5}, new boolean[] {true, false, false, false});
        assertThat(value(RankMetric.AUROC, same)).isEqualTo(0.5);
        assertThat(value(RankMetric.AUPRC, same)).isEqualTo(0.25);
    }

    @Test
    void withoutPositivesOrNegativesThereIsNoValue() {
        RankedCases none = RankedCases.of(new double[] {0.2, 0.3}, new boolean[2]);
        assertThat(value(RankMetric.AUROC, none)).isNaN();
        assertThat(value(RankMetric.AUPRC, none)).isNaN();
        assertThat(value(ProbabilityMetric.PROBABILISTIC_F1, none)).isNaN();
        assertThat(Confusion.at(0.9, none, none.once()).sensitivity()).isNaN();
        assertThat(Confusion.at(0.9, none, none.once()).ppv()).isNaN();
    }

    @Test
    void aThresholdCallsPresentWhatReachesIt() {
        Confusion confusion = Confusion.at(0.4, cases, cases.once());
        assertThat(confusion).isEqualTo(new Confusion(1, 1, 1, 1));
        Confusion uneven = new Confusion(30, 10, 20, 140);
        assertThat(ThresholdMetric.SENSITIVITY.of(uneven)).isEqualTo(0.6);
        assertThat(ThresholdMetric.SPECIFICITY.of(uneven)).isCloseTo(140.0 / 150, within(1e-15));
        assertThat(ThresholdMetric.PPV.of(uneven)).isEqualTo(0.75);
        assertThat(ThresholdMetric.NPV.of(uneven)).isEqualTo(0.875);
        assertThat(ThresholdMetric.ACCURACY.of(uneven)).isEqualTo(0.85);
        assertThat(ThresholdMetric.F1.of(uneven)).isCloseTo(60.0 / 90, within(1e-15));
        assertThat(ThresholdMetric.MACRO_F1.of(uneven)).isCloseTo((60.0 / 90 + 280.0 / 310) / 2, within(1e-15));
    }

    @Test
    void probabilisticF1SumsScores() {
        double precision = 1.15 / 1.65;
        double recall = 1.15 / 2;
        assertThat(value(ProbabilityMetric.PROBABILISTIC_F1, cases))
                .isCloseTo(2 * precision * recall / (precision + recall), within(1e-15));
        RankedCases sure = RankedCases.of(new double[] {1, 0}, new boolean[] {true, false});
        assertThat(value(ProbabilityMetric.PROBABILISTIC_F1, sure)).isEqualTo(1);
        RankedCases never = RankedCases.of(new double[] {0, 0}, new boolean[] {true, false});
        assertThat(value(ProbabilityMetric.PROBABILISTIC_F1, never)).isZero();
    }

    @Test
    void brierAndCalibration() {
        assertThat(value(ProbabilityMetric.BRIER, cases))
                .isCloseTo((0.01 + 0.16 + 0.65 * 0.65 + 0.04) / 4, within(1e-15));
        CalibrationCurve curve = CalibrationCurve.of(cases, cases.once());
        assertThat(curve.bins())
                .containsExactly(
                        new CalibrationCurve.Bin(0.1, 0, 1),
                        new CalibrationCurve.Bin(0.35, 1, 1),
                        new CalibrationCurve.Bin(0.4, 0, 1),
                        new CalibrationCurve.Bin(0.8, 1, 1));
        assertThat(value(ProbabilityMetric.ECE, cases)).isCloseTo((0.1 + 0.65 + 0.4 + 0.2) / 4, within(1e-15));
        RankedCases cosines = RankedCases.of(new double[] {-0.2, 0.1}, new boolean[] {false, true});
        assertThatThrownBy(() -> CalibrationCurve.of(cosines, cosines.once()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no probabilities");
    }

    @Test
    void aScoreOfOneBelongsToTheLastBin() {
        RankedCases edge = RankedCases.of(new double[] {1, 0}, new boolean[] {true, false});
        assertThat(CalibrationCurve.of(edge, edge.once()).expectedError()).isZero();
    }

    @Test
    void thresholdsAreChosenOnTheCurve() {
        ScoreCurve curve = ScoreCurve.of(cases);
        assertThat(curve.points())
                .extracting(ScoreCurve.Point::threshold)
                .containsExactly(Double.POSITIVE_INFINITY, 0.8, 0.4, 0.35, 0.1);
        assertThat(curve.youden().threshold()).isEqualTo(0.8);
        assertThat(curve.atSensitivity(0.9).threshold()).isEqualTo(0.35);
        assertThat(curve.atSpecificity(0.5).threshold()).isEqualTo(0.35);
        assertThat(curve.atSpecificity(1).threshold()).isEqualTo(0.8);
    }

    @Test
    void refusesScoresThatAreNoNumbers() {
        assertThatThrownBy(() -> RankedCases.of(new double[] {Double.NaN}, new boolean[1]))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RankedCases.of(new double[2], new boolean[1]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void classesAreCountedByTruthAndAnswer() {
        ClassMetrics density = new ClassMetrics(4, new int[] {2, 2, 2, 1, 3}, new int[] {2, 2, 1, 1, 2});
        int[] once = {1, 1, 1, 1, 1};
        assertThat(density.accuracy(once)).isEqualTo(0.6);
        assertThat(density.majorityAccuracy()).isEqualTo(0.6);
        // B: 1 hit, 1 mistake; C: 2 hits, 2 mistakes; D: no hit; A does not occur.
        assertThat(density.macroF1(once)).isCloseTo((2.0 / 3 + 4.0 / 6 + 0) / 3, within(1e-15));
        assertThat(density.table(once)[2]).containsExactly(0, 1, 2, 0);
        assertThatThrownBy(() -> new ClassMetrics(4, new int[] {4}, new int[] {0}))
                .hasMessageContaining("0 to 3");
    }

    @Test
    void retrievalCountsWhatIsAmongTheFirst() {
        RetrievalMetrics metrics = new RetrievalMetrics(new double[] {1, 2, 6, 11});
        int[] once = {1, 1, 1, 1};
        assertThat(metrics.recallAt(1, once)).isEqualTo(0.25);
        assertThat(metrics.recallAt(5, once)).isEqualTo(0.5);
        assertThat(metrics.recallAt(10, once)).isEqualTo(0.75);
        assertThat(metrics.meanRank(once)).isEqualTo(5);
        assertThatThrownBy(() -> new RetrievalMetrics(new double[] {0})).isInstanceOf(IllegalArgumentException.class);
    }
}
