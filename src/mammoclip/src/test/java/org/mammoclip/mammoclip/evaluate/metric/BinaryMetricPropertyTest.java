package org.mammoclip.mammoclip.evaluate.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The one-pass metrics against the definitions computed pair by pair, with ties and weights. */
class BinaryMetricPropertyTest {
    record Case(double score, boolean positive, int weight) {}

    @Provide
    Arbitrary<List<Case>> cases() {
        Arbitrary<Case> one = Combinators.combine(
                        Arbitraries.integers().between(0, 12).map(i -> i / 12.0),
                        Arbitraries.of(true, false),
                        Arbitraries.integers().between(0, 3))
                .as(Case::new);
        return one.list().ofMinSize(1).ofMaxSize(40);
    }

    private static RankedCases ranked(List<Case> cases) {
        boolean[] positive = new boolean[cases.size()];
        for (int i = 0; i < positive.length; i++) {
            positive[i] = cases.get(i).positive();
        }
        return RankedCases.of(cases.stream().mapToDouble(Case::score).toArray(), positive);
    }

    private static double weighted(BinaryMetric metric, List<Case> cases) {
        RankedCases ranked = ranked(cases);
        return metric.of(
                ranked, ranked.byRank(cases.stream().mapToInt(Case::weight).toArray()));
    }

    /** Every case as often as its weight says. */
    private static List<Case> repeated(List<Case> cases) {
        List<Case> all = new ArrayList<>();
        for (Case one : cases) {
            for (int i = 0; i < one.weight(); i++) {
                all.add(one);
            }
        }
        return all;
    }

    @Property
    void aurocIsTheShareOfPairsWon(@ForAll("cases") List<Case> cases) {
        double won = 0;
        long pairs = 0;
        for (Case positive : repeated(cases)) {
            for (Case negative : repeated(cases)) {
                if (positive.positive() && !negative.positive()) {
                    pairs++;
                    won += positive.score() > negative.score() ? 1 : positive.score() == negative.score() ? 0.5 : 0;
                }
            }
        }
        double expected = pairs == 0 ? Double.NaN : won / pairs;
        assertSame(weighted(RankMetric.AUROC, cases), expected);
    }

    @Property
    void auprcIsTheMeanOverPositivesOfThePrecisionAtTheirScore(@ForAll("cases") List<Case> cases) {
        List<Case> all = repeated(cases);
        double sum = 0;
        long positives = 0;
        for (Case one : all) {
            if (one.positive()) {
                positives++;
                long called = all.stream()
                        .filter(other -> other.score() >= one.score())
                        .count();
                long hits = all.stream()
                        .filter(other -> other.score() >= one.score() && other.positive())
                        .count();
                sum += (double) hits / called;
            }
        }
        assertSame(weighted(RankMetric.AUPRC, cases), positives == 0 ? Double.NaN : sum / positives);
    }

    @Property
    void aWeightIsTheSameAsRepeatingACase(@ForAll("cases") List<Case> cases) {
        List<BinaryMetric> metrics = List.of(
                ProbabilityMetric.BRIER,
                ProbabilityMetric.ECE,
                ProbabilityMetric.PROBABILISTIC_F1,
                (some, weights) -> Confusion.at(0.5, some, weights).macroF1());
        RankedCases repeated = ranked(repeated(cases));
        for (BinaryMetric metric : metrics) {
            assertSame(weighted(metric, cases), metric.of(repeated, repeated.once()));
        }
    }

    @Property
    void theCurveAgreesWithEachThreshold(@ForAll("cases") List<Case> cases) {
        RankedCases ranked = ranked(cases);
        for (ScoreCurve.Point point : ScoreCurve.of(ranked).points()) {
            assertThat(Confusion.at(point.threshold(), ranked, ranked.once())).isEqualTo(point.confusion());
        }
    }

    @Property
    void deLongAgreesWithThePlacements(@ForAll("cases") List<Case> cases) {
        List<Case> positives = cases.stream().filter(Case::positive).toList();
        List<Case> negatives = cases.stream().filter(one -> !one.positive()).toList();
        double expected = Double.NaN;
        if (positives.size() > 1 && negatives.size() > 1) {
            expected = Math.sqrt(variance(placements(positives, negatives)) / positives.size()
                    + variance(placements(negatives, positives)) / negatives.size());
        }
        assertSame(DeLong.standardError(ranked(cases)), expected);
    }

    private static double[] placements(List<Case> of, List<Case> among) {
        return of.stream()
                .mapToDouble(one -> among.stream()
                        .mapToDouble(other -> (1 + Math.signum(one.score() - other.score())) / 2)
                        .average()
                        .orElseThrow())
                .toArray();
    }

    private static double variance(double[] values) {
        double mean = java.util.Arrays.stream(values).average().orElseThrow();
        return java.util.Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum() / (values.length - 1);
    }

    private static void assertSame(double actual, double expected) {
        if (Double.isNaN(expected)) {
            assertThat(actual).isNaN();
        } else {
            assertThat(actual).isCloseTo(expected, within(1e-12));
        }
    }
}
