package org.mammoclip.mammoclip.evaluate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.mammoclip.mammoclip.evaluate.metric.BinaryMetric;
import org.mammoclip.mammoclip.evaluate.metric.CalibrationCurve;
import org.mammoclip.mammoclip.evaluate.metric.Confusion;
import org.mammoclip.mammoclip.evaluate.metric.DeLong;
import org.mammoclip.mammoclip.evaluate.metric.Interval;
import org.mammoclip.mammoclip.evaluate.metric.ProbabilityMetric;
import org.mammoclip.mammoclip.evaluate.metric.RankMetric;
import org.mammoclip.mammoclip.evaluate.metric.RankedCases;
import org.mammoclip.mammoclip.evaluate.metric.ScoreCurve;
import org.mammoclip.mammoclip.evaluate.metric.ThresholdMetric;

/**
 * Evaluates one finding: joins rows to units, chooses thresholds on validation data, computes every metric once and on every
 * bootstrap resample. All metrics of a finding see the same resamples. Stateless, thread-safe.
 */
public final class BinaryEvaluation {
    private BinaryEvaluation() {}

    /** A threshold and where it comes from. */
    private record Threshold(String name, double value, String origin) {}

    /** @throws IllegalArgumentException if there are no rows, or a threshold is to be chosen without validation rows */
    public static BinaryResult run(BinaryQuestion question, EvaluationSettings settings) {
        List<Observation> units = settings.unitsOf(question.rows());
        if (units.isEmpty()) {
            throw new IllegalArgumentException("no rows to evaluate for " + question.key());
        }
        List<Observation> validation = settings.unitsOf(question.validation());
        RankedCases cases = rank(units);
        List<BinaryMetric> metrics = new ArrayList<>(List.of(RankMetric.values()));
        List<String> keys = new ArrayList<>(List.of("auroc", "auprc"));
        if (cases.areProbabilities()) {
            metrics.addAll(List.of(ProbabilityMetric.values()));
            keys.addAll(List.of("brier", "ece", "probabilistic_f1"));
        }
        List<Threshold> thresholds = thresholds(question, settings, validation);
        double[] values = values(cases, cases.once(), metrics, thresholds);
        List<Optional<Interval>> intervals = settings.bootstrap()
                .intervals(
                        Clusters.of(units, settings.cluster()),
                        weights -> values(cases, cases.byRank(weights), metrics, thresholds));
        List<MetricValue> named = new ArrayList<>();
        for (int i = 0; i < metrics.size(); i++) {
            named.add(value(keys.get(i), values, intervals, i));
        }
        List<OperatingPoint> points = new ArrayList<>();
        for (int k = 0; k < thresholds.size(); k++) {
            points.add(point(thresholds.get(k), cases, values, intervals, metrics.size() + k * threshold()));
        }
        return new BinaryResult(
                question.key(),
                question.title(),
                counts(question, units, validation),
                named,
                DeLong.standardError(cases),
                points,
                ScoreCurve.of(cases),
                cases.areProbabilities() ? Optional.of(CalibrationCurve.of(cases, cases.once())) : Optional.empty(),
                ScoreHistogram.of(units),
                BoxEvaluation.run(question.boxes(), settings),
                BoxEvaluation.counts(question.boxes()),
                PointEvaluation.run(question.points(), settings),
                worst(units, unit -> !unit.positive(), scoreDescending(), settings.worst()),
                worst(units, Observation::positive, scoreDescending().reversed(), settings.worst()));
    }

    private static Comparator<Observation> scoreDescending() {
        return Comparator.comparingDouble(Observation::score).reversed();
    }

    static RankedCases rank(List<Observation> units) {
        boolean[] positive = new boolean[units.size()];
        for (int i = 0; i < positive.length; i++) {
            positive[i] = units.get(i).positive();
        }
        return RankedCases.of(units.stream().mapToDouble(Observation::score).toArray(), positive);
    }

    /** Values per threshold. */
    private static int threshold() {
        return ThresholdMetric.values().length;
    }

    private static double[] values(
            RankedCases cases, int[] weights, List<BinaryMetric> metrics, List<Threshold> thresholds) {
        double[] values = new double[metrics.size() + thresholds.size() * threshold()];
        int at = 0;
        for (BinaryMetric metric : metrics) {
            values[at++] = metric.of(cases, weights);
        }
        for (Threshold threshold : thresholds) {
            Confusion confusion = Confusion.at(threshold.value(), cases, weights);
            for (ThresholdMetric metric : ThresholdMetric.values()) {
                values[at++] = metric.of(confusion);
            }
        }
        return values;
    }

    private static MetricValue value(String key, double[] values, List<Optional<Interval>> intervals, int at) {
        return new MetricValue(key, values[at], intervals.isEmpty() ? Optional.empty() : intervals.get(at));
    }

    private static OperatingPoint point(
            Threshold threshold, RankedCases cases, double[] values, List<Optional<Interval>> intervals, int from) {
        ThresholdMetric[] metrics = ThresholdMetric.values();
        List<MetricValue> named = IntStream.range(0, metrics.length)
                .mapToObj(i -> value(metrics[i].name().toLowerCase(Locale.ROOT), values, intervals, from + i))
                .toList();
        return new OperatingPoint(
                threshold.name(),
                threshold.value(),
                threshold.origin(),
                Confusion.at(threshold.value(), cases, cases.once()),
                named);
    }

    private static List<Threshold> thresholds(
            BinaryQuestion question, EvaluationSettings settings, List<Observation> validation) {
        List<Threshold> thresholds = new ArrayList<>();
        question.modelThreshold()
                .ifPresent(value -> thresholds.add(new Threshold("model", value, "the model's findings file")));
        for (ThresholdChoice choice : settings.thresholds()) {
            if (choice instanceof ThresholdChoice.Given given) {
                thresholds.add(new Threshold(given.name(), given.threshold(), "given"));
            } else if (validation.isEmpty()) {
                throw new IllegalArgumentException("the threshold '" + choice.name()
                        + "' is chosen on validation rows, and there are none; a threshold chosen on the test rows would"
                        + " flatter the model");
            } else {
                thresholds.add(new Threshold(
                        choice.name(),
                        choice.on(rank(validation)),
                        "chosen on " + validation.size() + " validation "
                                + settings.unit().plural()));
            }
        }
        return thresholds;
    }

    private static BinaryResult.Counts counts(
            BinaryQuestion question, List<Observation> units, List<Observation> validation) {
        return new BinaryResult.Counts(
                question.rows().size(),
                units.size(),
                (int) units.stream().filter(Observation::positive).count(),
                (int) units.stream().map(Observation::patient).distinct().count(),
                validation.size());
    }

    private static List<Observation> worst(
            List<Observation> units, Predicate<Observation> which, Comparator<Observation> worstFirst, int most) {
        return units.stream().filter(which).sorted(worstFirst).limit(most).toList();
    }
}
