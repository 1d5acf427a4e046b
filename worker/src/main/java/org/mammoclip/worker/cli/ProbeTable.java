package org.mammoclip.worker.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.mammoclip.mammoclip.card.LearningResult;
import org.mammoclip.mammoclip.evaluate.MetricValue;

/** Results of a probe as a table for a terminal. */
final class ProbeTable {
    private static final Map<String, String> SHOWN = new LinkedHashMap<>();

    static {
        SHOWN.put("auroc", "AUROC");
        SHOWN.put("auprc", "AUPRC");
        SHOWN.put("sensitivity", "sensitivity");
        SHOWN.put("specificity", "specificity");
        SHOWN.put("accuracy", "accuracy");
        SHOWN.put("macro_f1", "macro-F1");
        SHOWN.put("majority_accuracy", "most frequent class");
    }

    private ProbeTable() {}

    /** One line per finding, part of the labels and data. */
    static void print(PrintWriter out, List<LearningResult> results) {
        Map<LearningResult.Scope, List<MetricValue>> rows = results.stream()
                .collect(Collectors.groupingBy(
                        LearningResult::scope,
                        LinkedHashMap::new,
                        Collectors.mapping(LearningResult::value, Collectors.toList())));
        String finding = "";
        for (Map.Entry<LearningResult.Scope, List<MetricValue>> row : rows.entrySet()) {
            LearningResult.Scope scope = row.getKey();
            if (!scope.finding().equals(finding)) {
                finding = scope.finding();
                out.println(finding);
            }
            out.println(String.format(
                    Locale.ROOT,
                    "  %6s labels, seed %d, %-10s %6d images%s  %s",
                    percent(scope.fraction()),
                    scope.seed(),
                    scope.split(),
                    scope.images(),
                    scope.positives() == 0 ? "" : String.format(Locale.ROOT, ", %d positive", scope.positives()),
                    row.getValue().stream()
                            .filter(value -> SHOWN.containsKey(value.key()))
                            .map(ProbeTable::text)
                            .collect(Collectors.joining(", "))));
        }
        out.flush();
    }

    private static String percent(double share) {
        double percent = Math.round(share * 10_000) / 100.0;
        return (percent == Math.rint(percent) ? String.valueOf((long) percent) : String.valueOf(percent)) + " %";
    }

    private static String text(MetricValue value) {
        String name = SHOWN.getOrDefault(value.key(), value.key());
        if (!Double.isFinite(value.value())) {
            return name + " not defined";
        }
        String number = String.format(Locale.ROOT, "%s %.3f", name, value.value());
        return value.interval()
                .map(range -> String.format(Locale.ROOT, "%s (%.3f to %.3f)", number, range.low(), range.high()))
                .orElse(number);
    }
}
