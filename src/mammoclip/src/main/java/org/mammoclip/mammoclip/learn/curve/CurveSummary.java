package org.mammoclip.mammoclip.learn.curve;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mammoclip.mammoclip.card.LearningResult;

/** The results of a grid as points, in the order of the grid. Immutable. */
public final class CurveSummary {
    /** What a curve shows: the first of these that a question has. */
    private static final List<String> METRICS = List.of("auroc", "accuracy");

    private final List<CurvePoint> points;
    private final Map<String, String> metrics;

    private CurveSummary(List<CurvePoint> points, Map<String, String> metrics) {
        this.points = List.copyOf(points);
        this.metrics = metrics;
    }

    private record Key(Arm arm, String finding, double fraction, String test) {}

    /** Values that are not defined are left out. */
    public static CurveSummary of(List<LearningResult> results) {
        Map<String, String> metrics = metrics(results);
        Map<Key, List<LearningResult>> groups = new LinkedHashMap<>();
        Map<Key, List<LearningResult>> labels = new LinkedHashMap<>();
        for (LearningResult result : results) {
            LearningResult.Scope scope = result.scope();
            Key key = new Key(Arm.named(scope.task()), scope.finding(), scope.fraction(), scope.split());
            if (result.value().key().equals(CellTrainer.LABELS)) {
                labels.computeIfAbsent(key, first -> new ArrayList<>()).add(result);
            } else if (result.value().key().equals(metrics.get(scope.finding()))
                    && Double.isFinite(result.value().value())) {
                groups.computeIfAbsent(key, first -> new ArrayList<>()).add(result);
            }
        }
        List<CurvePoint> points = new ArrayList<>();
        groups.forEach((key, seeds) -> {
            List<LearningResult> learned = labels.getOrDefault(
                    new Key(key.arm(), key.finding(), key.fraction(), CellTrainer.TRAINING), List.of());
            points.add(new CurvePoint(
                    key.arm(),
                    key.finding(),
                    key.fraction(),
                    key.test(),
                    seeds,
                    learned.stream()
                            .mapToInt(one -> one.scope().images())
                            .average()
                            .orElse(Double.NaN),
                    learned.stream()
                            .mapToInt(one -> one.scope().positives())
                            .average()
                            .orElse(Double.NaN)));
        });
        return new CurveSummary(points, metrics);
    }

    private static Map<String, String> metrics(List<LearningResult> results) {
        Map<String, String> metrics = new LinkedHashMap<>();
        for (String metric : METRICS) {
            for (LearningResult result : results) {
                if (result.value().key().equals(metric)) {
                    metrics.putIfAbsent(result.scope().finding(), metric);
                }
            }
        }
        return metrics;
    }

    public List<CurvePoint> points() {
        return points;
    }

    /** Findings that have a point. */
    public List<String> findings() {
        Set<String> findings = new LinkedHashSet<>();
        points.forEach(point -> findings.add(point.finding()));
        return List.copyOf(findings);
    }

    /** Names of the tests. */
    public List<String> tests() {
        Set<String> tests = new LinkedHashSet<>();
        points.forEach(point -> tests.add(point.test()));
        return List.copyOf(tests);
    }

    /** Fractions that have a point, ascending. */
    public List<Double> fractions() {
        return points.stream().map(CurvePoint::fraction).distinct().sorted().toList();
    }

    /** Key of the metric that a finding's curve shows. */
    public String metric(String finding) {
        return metrics.getOrDefault(finding, METRICS.get(0));
    }

    public Optional<CurvePoint> point(Arm arm, String finding, double fraction, String test) {
        return points.stream()
                .filter(point -> point.arm() == arm
                        && point.finding().equals(finding)
                        && point.fraction() == fraction
                        && point.test().equals(test))
                .findFirst();
    }
}
