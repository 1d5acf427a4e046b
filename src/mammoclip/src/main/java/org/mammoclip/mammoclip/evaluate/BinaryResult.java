package org.mammoclip.mammoclip.evaluate;

import java.util.List;
import java.util.Optional;
import org.mammoclip.mammoclip.evaluate.metric.CalibrationCurve;
import org.mammoclip.mammoclip.evaluate.metric.ScoreCurve;

/**
 * The evaluation of one finding.
 *
 * @param key of the question
 * @param title for people
 * @param counts how much there is
 * @param values AUROC and so on, in the order in which they are shown
 * @param deLongError standard error of the AUROC for independent cases; NaN if undefined
 * @param points operating points
 * @param curve all thresholds
 * @param calibration empty if the scores are no probabilities
 * @param histogram of the scores
 * @param boxes one per overlap; empty without boxes
 * @param boxCounts images, images with the finding, true boxes, found boxes; zeros without boxes
 * @param hitRates one per way of pointing; empty if nothing points
 * @param falsePositives negative units with the highest scores, worst first
 * @param falseNegatives positive units with the lowest scores, worst first
 */
public record BinaryResult(
        String key,
        String title,
        Counts counts,
        List<MetricValue> values,
        double deLongError,
        List<OperatingPoint> points,
        ScoreCurve curve,
        Optional<CalibrationCurve> calibration,
        ScoreHistogram histogram,
        List<BoxResult> boxes,
        BoxCounts boxCounts,
        List<PointResult> hitRates,
        List<Observation> falsePositives,
        List<Observation> falseNegatives) {
    /**
     * Counts.
     *
     * @param rows table rows
     * @param units cases after joining
     * @param positives positive cases
     * @param patients different patients
     * @param validationUnits cases on which thresholds were chosen
     */
    public record Counts(int rows, int units, int positives, int patients, int validationUnits) {}

    /** Counts of localisation. */
    public record BoxCounts(int images, int positiveImages, int trueBoxes, int foundBoxes) {}

    public BinaryResult {
        values = List.copyOf(values);
        points = List.copyOf(points);
        boxes = List.copyOf(boxes);
        hitRates = List.copyOf(hitRates);
        falsePositives = List.copyOf(falsePositives);
        falseNegatives = List.copyOf(falseNegatives);
    }

    /** @return the value, or empty if there is none of that name */
    public Optional<MetricValue> value(String key) {
        return values.stream().filter(value -> value.key().equals(key)).findFirst();
    }
}
