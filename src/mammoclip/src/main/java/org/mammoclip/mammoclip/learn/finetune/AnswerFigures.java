package org.mammoclip.mammoclip.learn.finetune;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mammoclip.mammoclip.evaluate.metric.ClassMetrics;
import org.mammoclip.mammoclip.evaluate.metric.RankMetric;
import org.mammoclip.mammoclip.evaluate.metric.RankedCases;
import org.mammoclip.mammoclip.learn.Target;

/**
 * How good the answers of a head are, as figures of a run: {@code auroc}, or {@code accuracy} and {@code macro_f1}; with several
 * questions each behind the question's key, as in {@code mass_auroc}, and {@code mean} over the AUROCs and accuracies.
 */
final class AnswerFigures {
    private AnswerFigures() {}

    /**
     * @param answers all logits of each image
     * @param labels one row an image, one column a question
     * @return NaN where the labels do not define a figure
     */
    static Map<String, Double> of(List<Target> targets, float[][] answers, int[][] labels) {
        Map<String, Double> figures = new LinkedHashMap<>();
        double sum = 0;
        int from = 0;
        for (int k = 0; k < targets.size(); k++) {
            Target target = targets.get(k);
            int to = from + target.outputs();
            int start = from;
            float[][] own = Arrays.stream(answers)
                    .map(row -> Arrays.copyOfRange(row, start, to))
                    .toArray(float[][]::new);
            from = to;
            String prefix = targets.size() == 1 ? "" : target.key() + "_";
            int[] truth = HeadLoss.column(labels, k);
            if (target.isBinary()) {
                figures.put(prefix + "auroc", auroc(own, truth));
                sum += auroc(own, truth);
            } else {
                ClassMetrics metrics = new ClassMetrics(target.outputs(), truth, classes(own));
                int[] once = new int[truth.length];
                Arrays.fill(once, 1);
                figures.put(prefix + "accuracy", metrics.accuracy(once));
                figures.put(prefix + "macro_f1", metrics.macroF1(once));
                sum += metrics.accuracy(once);
            }
        }
        if (targets.size() > 1) {
            figures.put("mean", sum / targets.size());
        }
        return figures;
    }

    private static double auroc(float[][] logits, int[] truth) {
        double[] scores = new double[truth.length];
        boolean[] positive = new boolean[truth.length];
        for (int i = 0; i < truth.length; i++) {
            scores[i] = logits[i][0];
            positive[i] = truth[i] == 1;
        }
        RankedCases cases = RankedCases.of(scores, positive);
        return RankMetric.AUROC.of(cases, cases.once());
    }

    /** The most probable class of each answer, the first of equals. */
    static int[] classes(float[][] logits) {
        int[] classes = new int[logits.length];
        for (int i = 0; i < classes.length; i++) {
            for (int k = 1; k < logits[i].length; k++) {
                if (logits[i][k] > logits[i][classes[i]]) {
                    classes[i] = k;
                }
            }
        }
        return classes;
    }
}
