package org.mammoclip.mammoclip.learn.detector;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mammoclip.mammoclip.data.LabelledBox;
import org.mammoclip.mammoclip.evaluate.MetricValue;
import org.mammoclip.mammoclip.evaluate.metric.Bootstrap;
import org.mammoclip.mammoclip.evaluate.metric.BoxCase;
import org.mammoclip.mammoclip.evaluate.metric.BoxMatching;
import org.mammoclip.mammoclip.evaluate.metric.FrocCurve;
import org.mammoclip.mammoclip.evaluate.metric.Interval;
import org.mammoclip.mammoclip.evaluate.metric.RankMetric;
import org.mammoclip.mammoclip.evaluate.metric.RankedCases;
import org.mammoclip.mammoclip.evaluate.metric.Resampling;

/**
 * How good found boxes are, one finding at a time, with intervals by patient. Average precision comes in two kinds: over images with a
 * box of one of the findings, as published, and over all, where false alarms in normal images count. Boxes count from the score
 * 0.05 on, and for some values from 0.2 on, as the reference's scripts have it.
 *
 * <pre>
 * ap_positive_images_iou_0.5             published protocol; also _iou_0.25, and _iou_0.5_score_0.2
 * ap_iou_0.5                             over all images; also _iou_0.25
 * sensitivity_at_1.0_false_positives_per_image   over all images, overlap 0.5; also at 0.125 to 8
 * sensitivity_score_0.05                 share of the true boxes found, overlap 0.5; also _score_0.2
 * false_positives_per_normal_image_score_0.05    also _score_0.2
 * image_auroc                            of the best score in an image
 * </pre>
 */
public final class DetectorResults {
    private static final double HALF = 0.5;
    private static final double QUARTER = 0.25;
    private static final double LOW = 0.05;
    private static final double HIGH = 0.2;

    private final List<FoundBoxes> images;
    private final boolean[] anyBox;
    private final boolean[] ownBox;
    private final BoxMatching half;
    private final BoxMatching halfHigh;
    private final BoxMatching quarter;
    private final RankedCases ranked;

    private DetectorResults(List<FoundBoxes> images, List<String> findings, int classIndex) {
        String finding = findings.get(classIndex);
        this.images = images;
        this.anyBox = new boolean[images.size()];
        this.ownBox = new boolean[images.size()];
        double[] scores = new double[images.size()];
        boolean[] positive = new boolean[images.size()];
        for (int i = 0; i < scores.length; i++) {
            FoundBoxes image = images.get(i);
            List<String> drawn =
                    image.image().boxes().stream().map(LabelledBox::finding).toList();
            anyBox[i] = drawn.stream().anyMatch(findings::contains);
            ownBox[i] = drawn.contains(finding);
            scores[i] = image.score(classIndex);
            positive[i] = image.image().has(finding);
        }
        this.half = BoxMatching.of(cases(finding, classIndex, LOW), HALF);
        this.halfHigh = BoxMatching.of(cases(finding, classIndex, HIGH), HALF);
        this.quarter = BoxMatching.of(cases(finding, classIndex, LOW), QUARTER);
        this.ranked = RankedCases.of(scores, positive);
    }

    private List<BoxCase> cases(String finding, int classIndex, double minimumScore) {
        return images.stream()
                .map(image -> image.boxCase(finding, classIndex, minimumScore))
                .toList();
    }

    /**
     * Every value for one finding.
     *
     * @param images with boxes of the findings, and, for what is said of normal images, some without
     * @param findings of the detector, in the order of its classes
     * @return a value that the images do not define is NaN
     */
    public static List<MetricValue> of(
            List<FoundBoxes> images, List<String> findings, int classIndex, Bootstrap bootstrap) {
        DetectorResults results = new DetectorResults(images, findings, classIndex);
        Map<String, Double> values =
                results.values(images.stream().mapToInt(image -> 1).toArray());
        List<Optional<Interval>> intervals = bootstrap.intervals(
                Resampling.byCluster(
                        images.stream().map(image -> image.image().patient()).toList()),
                weights -> results.values(weights).values().stream()
                        .mapToDouble(Double::doubleValue)
                        .toArray());
        List<MetricValue> list = new ArrayList<>();
        for (Map.Entry<String, Double> value : values.entrySet()) {
            Optional<Interval> interval = intervals.isEmpty() ? Optional.empty() : intervals.get(list.size());
            list.add(new MetricValue(value.getKey(), value.getValue(), interval));
        }
        return List.copyOf(list);
    }

    /** Sensitivity against false alarms over all images, overlap 0.5. */
    public static FrocCurve froc(List<FoundBoxes> images, List<String> findings, int classIndex) {
        return new DetectorResults(images, findings, classIndex)
                .half.froc(images.stream().mapToInt(image -> 1).toArray());
    }

    private Map<String, Double> values(int[] weights) {
        Map<String, Double> values = new LinkedHashMap<>();
        int[] positive = weights.clone();
        for (int i = 0; i < positive.length; i++) {
            positive[i] = anyBox[i] ? weights[i] : 0;
        }
        values.put("ap_positive_images_iou_0.5", half.averagePrecision(positive));
        values.put("ap_positive_images_iou_0.5_score_0.2", halfHigh.averagePrecision(positive));
        values.put("ap_positive_images_iou_0.25", quarter.averagePrecision(positive));
        values.put("ap_iou_0.5", half.averagePrecision(weights));
        values.put("ap_iou_0.25", quarter.averagePrecision(weights));
        FrocCurve froc = half.froc(weights);
        boolean defined = count(weights, true) > 0;
        for (double alarms : FrocCurve.READING_POINTS) {
            values.put(
                    "sensitivity_at_" + alarms + "_false_positives_per_image",
                    defined ? froc.sensitivityAt(alarms) : Double.NaN);
        }
        atThreshold(values, "_score_0.05", froc, weights);
        atThreshold(values, "_score_0.2", halfHigh.froc(weights), weights);
        values.put("image_auroc", RankMetric.AUROC.of(ranked, ranked.byRank(weights)));
        return values;
    }

    /** The loosest point of a curve: all boxes that it was made of; without a box there is neither hit nor alarm. */
    private void atThreshold(Map<String, Double> values, String score, FrocCurve froc, int[] weights) {
        double hits = 0;
        double alarms = 0;
        if (!froc.points().isEmpty()) {
            FrocCurve.Point loosest = froc.points().get(froc.points().size() - 1);
            hits = loosest.sensitivity();
            alarms = loosest.alarmsPerNormalImage();
        }
        values.put("sensitivity" + score, count(weights, true) > 0 ? hits : Double.NaN);
        values.put("false_positives_per_normal_image" + score, count(weights, false) > 0 ? alarms : Double.NaN);
    }

    /** Images with or without a box of the finding. */
    private int count(int[] weights, boolean withBox) {
        int count = 0;
        for (int i = 0; i < weights.length; i++) {
            count += ownBox[i] == withBox ? weights[i] : 0;
        }
        return count;
    }
}
