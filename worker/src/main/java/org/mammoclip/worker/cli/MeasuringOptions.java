package org.mammoclip.worker.cli;

import java.util.List;
import org.mammoclip.mammoclip.data.FractionUnit;
import org.mammoclip.mammoclip.evaluate.ThresholdChoice;
import org.mammoclip.mammoclip.evaluate.metric.Bootstrap;
import org.mammoclip.mammoclip.learn.probe.ProbeSettings;
import picocli.CommandLine.Option;

/** What a fraction of the labels leaves out, and how what was learned from it is measured. */
abstract class MeasuringOptions {
    @Option(
            names = "--sampling",
            order = 1,
            paramLabel = "UNIT",
            defaultValue = "patient",
            description = "patient: a fraction leaves out whole patients; image: single images, as published (default:"
                    + " ${DEFAULT-VALUE}).")
    FractionUnit sampling = FractionUnit.PATIENT;

    @Option(
            names = "--choose",
            order = 2,
            paramLabel = "RULE",
            defaultValue = "youden",
            description = "Operating point on validation data: youden, sensitivity=0.9 or specificity=0.9 (default:"
                    + " ${DEFAULT-VALUE}).")
    String rule = "youden";

    @Option(
            names = "--resamples",
            order = 3,
            paramLabel = "N",
            defaultValue = "1000",
            description = "Bootstrap resamples of the 95%% intervals, 0 to 100000; 0 for none (default:"
                    + " ${DEFAULT-VALUE}).")
    int resamples;

    /**
     * @param strengths of the penalty, of which validation data choose one
     * @param seed of the intervals
     * @throws IllegalArgumentException if a value is out of its range
     */
    ProbeSettings measuring(List<Double> strengths, long seed) {
        return new ProbeSettings(
                strengths,
                ThresholdChoice.parseRule(rule),
                sampling,
                new Bootstrap(resamples, seed, Bootstrap.DEFAULT.level()));
    }
}
