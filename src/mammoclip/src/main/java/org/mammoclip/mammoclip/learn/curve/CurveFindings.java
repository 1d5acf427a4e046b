package org.mammoclip.mammoclip.learn.curve;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.mammoclip.mammoclip.card.LearningResult;

/** What a learning curve says in sentences: pre-trained beside random, in whatever direction it came out. */
final class CurveFindings {
    private static final List<List<Arm>> PAIRS =
            List.of(List.of(Arm.FINETUNE, Arm.FROM_SCRATCH), List.of(Arm.PROBE, Arm.PROBE_RANDOM));

    private CurveFindings() {}

    static List<String> of(CurveSummary summary) {
        List<String> lines = new ArrayList<>();
        for (String finding : summary.findings()) {
            for (String test : summary.tests()) {
                for (double fraction : summary.fractions()) {
                    for (List<Arm> pair : PAIRS) {
                        Optional<CurvePoint> with = summary.point(pair.get(0), finding, fraction, test);
                        Optional<CurvePoint> without = summary.point(pair.get(1), finding, fraction, test);
                        if (with.isPresent() && without.isPresent()) {
                            lines.add(line(summary.metric(finding), with.get(), without.get()));
                        }
                    }
                }
            }
        }
        return lines;
    }

    private static String line(String metric, CurvePoint with, CurvePoint without) {
        Map<Long, Double> other = new TreeMap<>();
        without.seeds()
                .forEach(result ->
                        other.put(result.scope().seed(), result.value().value()));
        List<LearningResult> both = with.seeds().stream()
                .filter(result -> other.containsKey(result.scope().seed()))
                .toList();
        long better = both.stream()
                .filter(result -> result.value().value()
                        > other.getOrDefault(result.scope().seed(), Double.NaN))
                .count();
        double difference = with.mean() - without.mean();
        return String.format(
                Locale.ROOT,
                "%s, test %s, %s of the labels: %s %.3f, %s %.3f (%s, difference %+.3f; the pre-trained one is better"
                        + " with %d of %d seeds)",
                with.finding(),
                with.test(),
                CurveCell.percent(with.fraction()),
                with.arm().title().toLowerCase(Locale.ROOT),
                with.mean(),
                without.arm().title().toLowerCase(Locale.ROOT),
                without.mean(),
                metric.equals("auroc") ? "AUROC" : metric,
                difference,
                better,
                both.size());
    }
}
