package org.mammoclip.mammoclip.evaluate.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BootstrapTest {
    private static final int CASES = 400;
    private final double[] scores = new double[CASES];
    private final boolean[] truth = new boolean[CASES];

    BootstrapTest() {
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < CASES; i++) {
            truth[i] = i % 4 == 0;
            scores[i] = random.nextDouble() + (truth[i] ? 0.3 : 0);
        }
    }

    private Function<int[], double[]> auroc(RankedCases cases) {
        return weights -> new double[] {RankMetric.AUROC.of(cases, cases.byRank(weights))};
    }

    private Interval interval(Resampling resampling, Bootstrap bootstrap) {
        return bootstrap
                .intervals(resampling, auroc(RankedCases.of(scores, truth)))
                .get(0)
                .orElseThrow();
    }

    @Test
    void theSameSeedGivesTheSameInterval() {
        Resampling resampling = Resampling.stratified(truth);
        Bootstrap bootstrap = new Bootstrap(200, 3, 0.95);
        assertThat(interval(resampling, bootstrap)).isEqualTo(interval(resampling, bootstrap));
        assertThat(interval(resampling, bootstrap)).isNotEqualTo(interval(resampling, new Bootstrap(200, 4, 0.95)));
    }

    @Test
    void agreesWithDeLongForIndependentCases() {
        RankedCases cases = RankedCases.of(scores, truth);
        double error = DeLong.standardError(cases);
        Interval interval = interval(Resampling.stratified(truth), new Bootstrap(4000, 1, 0.95));
        assertThat(interval.high() - interval.low()).isCloseTo(2 * 1.96 * error, within(0.1 * 2 * 1.96 * error));
        double area = RankMetric.AUROC.of(cases, cases.once());
        assertThat(area).isBetween(interval.low(), interval.high());
    }

    @Test
    void imagesOfOnePatientAreDrawnTogetherAndWidenTheInterval() {
        double[] copies = new double[4 * CASES];
        boolean[] copiedTruth = new boolean[4 * CASES];
        Arrays.setAll(copies, i -> scores[i / 4]);
        IntStream.range(0, copies.length).forEach(i -> copiedTruth[i] = truth[i / 4]);
        List<String> patients =
                IntStream.range(0, copies.length).mapToObj(i -> "p" + i / 4).toList();
        RankedCases cases = RankedCases.of(copies, copiedTruth);
        Bootstrap bootstrap = new Bootstrap(1000, 1, 0.95);
        double byPatient = width(bootstrap.intervals(Resampling.byCluster(patients), auroc(cases)));
        double byImage = width(bootstrap.intervals(Resampling.stratified(copiedTruth), auroc(cases)));
        assertThat(byPatient / byImage).isBetween(1.7, 2.4);
    }

    private static double width(List<Optional<Interval>> intervals) {
        Interval interval = intervals.get(0).orElseThrow();
        return interval.high() - interval.low();
    }

    @Test
    void stratifiedDrawsKeepBothCounts() {
        int[] weights = Resampling.stratified(truth).draw(new SplittableRandom(5));
        int positives = IntStream.range(0, CASES)
                .filter(i -> truth[i])
                .map(i -> weights[i])
                .sum();
        assertThat(positives).isEqualTo(CASES / 4);
        assertThat(Arrays.stream(weights).sum()).isEqualTo(CASES);
    }

    @Test
    void aValueThatMostResamplesDoNotDefineHasNoInterval() {
        Resampling resampling = Resampling.byCluster(List.of("a", "b"));
        List<Optional<Interval>> intervals =
                new Bootstrap(50, 1, 0.9).intervals(resampling, weights -> new double[] {Double.NaN, weights[0]});
        assertThat(intervals.get(0)).isEmpty();
        assertThat(intervals.get(1)).contains(new Interval(0, 2));
    }

    @Test
    void boundsAreChecked() {
        assertThatThrownBy(() -> new Bootstrap(100_001, 1, 0.95)).hasMessageContaining("100000");
        assertThatThrownBy(() -> new Bootstrap(10, 1, 1)).hasMessageContaining("between 0 and 1");
        assertThat(new Bootstrap(0, 1, 0.95).intervals(Resampling.stratified(truth), w -> new double[1]))
                .isEmpty();
    }

    @Test
    void quantilesLieBetweenNeighbours() {
        assertThat(Bootstrap.quantile(new double[] {1, 2, 4}, 0.75)).isEqualTo(3);
        assertThat(Bootstrap.quantile(new double[] {5}, 0.025)).isEqualTo(5);
    }
}
