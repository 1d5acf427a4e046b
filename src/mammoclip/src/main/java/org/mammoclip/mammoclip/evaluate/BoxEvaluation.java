package org.mammoclip.mammoclip.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mammoclip.mammoclip.evaluate.metric.BoxCase;
import org.mammoclip.mammoclip.evaluate.metric.BoxMatching;
import org.mammoclip.mammoclip.evaluate.metric.FrocCurve;
import org.mammoclip.mammoclip.evaluate.metric.Interval;
import org.mammoclip.mammoclip.evaluate.metric.Resampling;

/** Localisation of one finding at every overlap asked for; resamples draw patients. */
public final class BoxEvaluation {
    private BoxEvaluation() {}

    /** @return one for each overlap; empty without images */
    public static List<BoxResult> run(List<BoxCase> images, EvaluationSettings settings) {
        if (images.isEmpty()) {
            return List.of();
        }
        Resampling patients =
                Resampling.byCluster(images.stream().map(BoxCase::patient).toList());
        int[] once = images.stream().mapToInt(image -> 1).toArray();
        List<BoxResult> results = new ArrayList<>();
        for (double overlap : settings.overlaps()) {
            BoxMatching matching = BoxMatching.of(images, overlap);
            double[] values = values(matching, images, once);
            List<Optional<Interval>> intervals =
                    settings.bootstrap().intervals(patients, weights -> values(matching, images, weights));
            List<MetricValue> sensitivities = new ArrayList<>();
            for (int i = 0; i < FrocCurve.READING_POINTS.size(); i++) {
                String key = "sensitivity_at_" + FrocCurve.READING_POINTS.get(i) + "_false_positives_per_image";
                sensitivities.add(value(key, values, intervals, 2 + i));
            }
            results.add(new BoxResult(
                    overlap,
                    value("ap", values, intervals, 0),
                    value("ap_positive_images", values, intervals, 1),
                    matching.froc(once),
                    sensitivities));
        }
        return results;
    }

    private static MetricValue value(String key, double[] values, List<Optional<Interval>> intervals, int at) {
        return new MetricValue(key, values[at], intervals.isEmpty() ? Optional.empty() : intervals.get(at));
    }

    private static double[] values(BoxMatching matching, List<BoxCase> images, int[] weights) {
        int[] positive = weights.clone();
        for (int i = 0; i < positive.length; i++) {
            positive[i] = images.get(i).truth().isEmpty() ? 0 : positive[i];
        }
        FrocCurve froc = matching.froc(weights);
        double[] values = new double[2 + FrocCurve.READING_POINTS.size()];
        values[0] = matching.averagePrecision(weights);
        values[1] = matching.averagePrecision(positive);
        for (int i = 2; i < values.length; i++) {
            values[i] = Double.isNaN(values[0]) ? Double.NaN : froc.sensitivityAt(FrocCurve.READING_POINTS.get(i - 2));
        }
        return values;
    }

    static BinaryResult.BoxCounts counts(List<BoxCase> images) {
        return new BinaryResult.BoxCounts(
                images.size(),
                (int) images.stream().filter(image -> !image.truth().isEmpty()).count(),
                images.stream().mapToInt(image -> image.truth().size()).sum(),
                images.stream().mapToInt(image -> image.found().size()).sum());
    }
}
