package org.mammoclip.worker.cli;

import java.util.List;
import org.mammoclip.mammoclip.evaluate.Combination;
import org.mammoclip.mammoclip.evaluate.EvaluationSettings;
import org.mammoclip.mammoclip.evaluate.EvaluationUnit;
import org.mammoclip.mammoclip.evaluate.ThresholdChoice;
import org.mammoclip.mammoclip.evaluate.metric.Bootstrap;
import picocli.CommandLine.Option;

/** What {@code evaluate} counts, and its intervals. */
final class EvaluateSettingsOptions {
    @Option(
            names = "--unit",
            paramLabel = "U",
            defaultValue = "image",
            description =
                    "row, image, breast or patient: what is one case (default: ${DEFAULT-VALUE}). Positive if any of"
                            + " its parts is.")
    EvaluationUnit unit = EvaluationUnit.IMAGE;

    @Option(
            names = "--combine-images",
            paramLabel = "mean|max",
            defaultValue = "mean",
            description = "Score of a breast from its images (default: ${DEFAULT-VALUE}, as the reference).")
    Combination images = Combination.MEAN;

    @Option(
            names = "--combine-breasts",
            paramLabel = "mean|max",
            defaultValue = "max",
            description = "Score of a patient from the breasts (default: ${DEFAULT-VALUE}).")
    Combination breasts = Combination.MAX;

    @Option(
            names = "--resamples",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Bootstrap resamples, 0 for no intervals (default: ${DEFAULT-VALUE}).")
    int resamples = Bootstrap.DEFAULT.resamples();

    @Option(
            names = "--resample-by",
            paramLabel = "patient|case",
            defaultValue = "patient",
            description = "Draw whole patients, or single cases with positives and negatives apart (default:"
                    + " ${DEFAULT-VALUE}).")
    EvaluationSettings.Cluster cluster = EvaluationSettings.Cluster.PATIENT;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Of the resamples; the same seed gives the same intervals (default: ${DEFAULT-VALUE}).")
    long seed = Bootstrap.DEFAULT.seed();

    @Option(
            names = "--level",
            paramLabel = "P",
            defaultValue = "0.95",
            description = "Of the intervals (default: ${DEFAULT-VALUE}).")
    double level = Bootstrap.DEFAULT.level();

    @Option(
            names = "--iou",
            paramLabel = "V",
            split = ",",
            defaultValue = "0.25,0.5",
            description = "Least overlap of a hit box with a true one (default: ${DEFAULT-VALUE}).")
    List<Double> overlaps = EvaluationSettings.DEFAULT.overlaps();

    @Option(
            names = "--worst",
            paramLabel = "N",
            defaultValue = "6",
            description = "False positives and false negatives to show, 0 to 50 (default: ${DEFAULT-VALUE}).")
    int worst = EvaluationSettings.DEFAULT.worst();

    /** @throws IllegalArgumentException if a value is out of its bounds */
    EvaluationSettings settings(List<ThresholdChoice> thresholds) {
        return new EvaluationSettings(
                unit, images, breasts, new Bootstrap(resamples, seed, level), cluster, thresholds, overlaps, worst);
    }
}
