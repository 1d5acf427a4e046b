package org.mammoclip.mammoclip.evaluate;

import java.util.ArrayList;
import java.util.List;

/**
 * A measured value beside a published one.
 *
 * @param measured the value of this evaluation
 */
public record AnchorComparison(Anchor anchor, MetricValue measured) {
    public double difference() {
        return anchor.difference(measured.value());
    }

    /** Published results for a finding: AUROC, and average precision on images with the finding. */
    public static List<AnchorComparison> of(String dataSet, BinaryResult result) {
        List<AnchorComparison> comparisons = new ArrayList<>();
        result.value("auroc").ifPresent(value -> add(comparisons, dataSet, result.key(), "auroc", value));
        for (BoxResult boxes : result.boxes()) {
            add(comparisons, dataSet, result.key(), "ap@" + boxes.overlap(), boxes.averagePrecisionPositiveImages());
        }
        return comparisons;
    }

    /** Published accuracies of a question with several answers. */
    public static List<AnchorComparison> of(String dataSet, ClassResult result) {
        List<AnchorComparison> comparisons = new ArrayList<>();
        result.values().stream()
                .filter(value -> value.key().equals("accuracy"))
                .forEach(value -> add(comparisons, dataSet, result.key(), "accuracy", value));
        return comparisons;
    }

    private static void add(
            List<AnchorComparison> comparisons, String dataSet, String task, String metric, MetricValue measured) {
        if (!Double.isNaN(measured.value())) {
            Anchors.of(dataSet, task, metric)
                    .forEach(anchor -> comparisons.add(new AnchorComparison(anchor, measured)));
        }
    }
}
