package org.mammoclip.mammoclip.evaluate.page;

import java.util.Map;

/** Names of metrics for people. */
final class MetricNames {
    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("auroc", "AUROC"),
            Map.entry("auprc", "AUPRC (average precision)"),
            Map.entry("brier", "Brier score"),
            Map.entry("ece", "Calibration error (ECE)"),
            Map.entry("probabilistic_f1", "Probabilistic F1"),
            Map.entry("accuracy", "Accuracy"),
            Map.entry("macro_f1", "Macro-F1"),
            Map.entry("majority_accuracy", "Accuracy of always giving the most frequent class"),
            Map.entry("mean_rank", "Mean rank"),
            Map.entry("recall_at_1", "Recall at 1"),
            Map.entry("recall_at_5", "Recall at 5"),
            Map.entry("recall_at_10", "Recall at 10"),
            Map.entry("recall_at_15", "Recall at 15"),
            Map.entry("ap@0.25", "AP at IoU 0.25"),
            Map.entry("ap@0.5", "AP at IoU 0.5"));

    private MetricNames() {}

    static String of(String key) {
        return NAMES.getOrDefault(key, key);
    }
}
