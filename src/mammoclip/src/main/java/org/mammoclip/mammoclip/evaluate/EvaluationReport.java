package org.mammoclip.mammoclip.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A whole evaluation.
 *
 * @param findings yes-or-no questions
 * @param classes questions with several answers
 * @param retrieval of reports by images, if there were reports
 */
public record EvaluationReport(
        Provenance provenance,
        List<BinaryResult> findings,
        List<ClassResult> classes,
        Optional<RetrievalResult> retrieval) {
    public EvaluationReport {
        findings = List.copyOf(findings);
        classes = List.copyOf(classes);
    }

    /**
     * Mean average precision over the findings that have boxes.
     *
     * @param overlap least intersection over union of a hit
     * @param allImages true: all images; false: for each finding the images with it, as the reference does
     * @param findings that have a defined average precision
     */
    public record MeanPrecision(double overlap, boolean allImages, double value, int findings) {}

    /** One per overlap and choice of images; empty without boxes. */
    public List<MeanPrecision> meanAveragePrecisions() {
        List<MeanPrecision> means = new ArrayList<>();
        for (double overlap : provenance.settings().overlaps()) {
            for (boolean allImages : new boolean[] {true, false}) {
                double[] values = findings.stream()
                        .flatMap(finding -> finding.boxes().stream())
                        .filter(boxes -> boxes.overlap() == overlap)
                        .map(boxes -> allImages ? boxes.averagePrecision() : boxes.averagePrecisionPositiveImages())
                        .mapToDouble(MetricValue::value)
                        .filter(value -> !Double.isNaN(value))
                        .toArray();
                if (values.length > 0) {
                    double mean = Arrays.stream(values).average().orElseThrow();
                    means.add(new MeanPrecision(overlap, allImages, mean, values.length));
                }
            }
        }
        return means;
    }
}
