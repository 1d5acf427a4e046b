package org.mammoclip.mammoclip.evaluate;

import java.util.List;
import org.mammoclip.mammoclip.evaluate.metric.FrocCurve;

/**
 * Localisation at one least overlap.
 *
 * @param overlap least intersection over union of a hit
 * @param averagePrecision key {@code ap}, over all images
 * @param averagePrecisionPositiveImages key {@code ap_positive_images}: images without the finding left out, as the reference does
 * @param froc over all images
 * @param sensitivities at {@link FrocCurve#READING_POINTS}, in their order
 */
public record BoxResult(
        double overlap,
        MetricValue averagePrecision,
        MetricValue averagePrecisionPositiveImages,
        FrocCurve froc,
        List<MetricValue> sensitivities) {
    public BoxResult {
        sensitivities = List.copyOf(sensitivities);
    }
}
