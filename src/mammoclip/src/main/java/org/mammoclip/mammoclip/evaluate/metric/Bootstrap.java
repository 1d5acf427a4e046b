package org.mammoclip.mammoclip.evaluate.metric;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Percentile bootstrap: the same seed and data give the same intervals on every machine.
 *
 * @param resamples 0 (no intervals) to 100,000; below a few hundred the ends are rough
 * @param seed of the draws
 * @param level share of the distribution the interval covers, in (0, 1)
 */
public record Bootstrap(int resamples, long seed, double level) {
    public static final int MAX_RESAMPLES = 100_000;
    /** One thousand resamples, 95 %. */
    public static final Bootstrap DEFAULT = new Bootstrap(1000, 1, 0.95);

    public Bootstrap {
        if (resamples < 0 || resamples > MAX_RESAMPLES) {
            throw new IllegalArgumentException("resamples must be 0 to " + MAX_RESAMPLES + ", not " + resamples);
        }
        if (!(level > 0 && level < 1)) {
            throw new IllegalArgumentException("the level of an interval is between 0 and 1, not " + level);
        }
    }

    /**
     * Intervals of several values computed from the same resamples.
     *
     * @param values from weights by source to one value per statistic, NaN where a resample does not define it
     * @return one per statistic; empty if more than half of the resamples do not define it, or none were asked for
     */
    public List<Optional<Interval>> intervals(Resampling resampling, Function<int[], double[]> values) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] drawn = new double[resamples][];
        for (int i = 0; i < resamples; i++) {
            drawn[i] = values.apply(resampling.draw(random));
        }
        int statistics = resamples == 0 ? 0 : drawn[0].length;
        return IntStream.range(0, statistics)
                .mapToObj(k -> percentile(
                        Arrays.stream(drawn).mapToDouble(row -> row[k]).toArray()))
                .toList();
    }

    private Optional<Interval> percentile(double[] drawn) {
        double[] defined = Arrays.stream(drawn)
                .filter(value -> !Double.isNaN(value))
                .sorted()
                .toArray();
        if (defined.length * 2 <= drawn.length) {
            return Optional.empty();
        }
        return Optional.of(new Interval(quantile(defined, (1 - level) / 2), quantile(defined, (1 + level) / 2)));
    }

    /**
     * Linear between neighbours.
     *
     * @param sorted ascending, not empty
     */
    static double quantile(double[] sorted, double share) {
        double at = share * (sorted.length - 1);
        int below = (int) Math.floor(at);
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }
}
