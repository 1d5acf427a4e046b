package org.mammoclip.worker.cli;

import java.util.ArrayList;
import java.util.List;
import org.mammoclip.mammoclip.evaluate.metric.Bootstrap;
import org.mammoclip.mammoclip.learn.Target;
import org.mammoclip.mammoclip.learn.curve.Arm;
import org.mammoclip.mammoclip.learn.curve.CurveGrid;
import org.mammoclip.mammoclip.learn.probe.ProbeSettings;
import picocli.CommandLine.Option;

/** Which trainings a learning curve has. */
final class CurveGridOptions {
    @Option(
            names = "--finding",
            paramLabel = "F",
            split = ",",
            defaultValue = "mass,suspicious_calcification",
            description = "What is learned: findings of the table, density, or cancer (default: ${DEFAULT-VALUE}).")
    List<String> findings = new ArrayList<>();

    @Option(
            names = "--fractions",
            paramLabel = "P",
            split = ",",
            defaultValue = "1,10,50,100",
            description = "Parts of the training patients in percent (default: ${DEFAULT-VALUE}).")
    List<Double> percents = new ArrayList<>();

    @Option(
            names = "--seeds",
            paramLabel = "S",
            split = ",",
            defaultValue = "1,2,3",
            description = "One training each: chooses patients, order and random weights (default: ${DEFAULT-VALUE}).")
    List<Long> seeds = new ArrayList<>();

    @Option(
            names = "--ways",
            paramLabel = "W",
            split = ",",
            defaultValue = "probe,probe-random,finetune,from-scratch",
            description = "Ways of learning (default: ${DEFAULT-VALUE}).")
    List<String> ways = new ArrayList<>();

    @Option(
            names = "--resamples",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Bootstrap resamples of the 95 %% intervals by patient (default: ${DEFAULT-VALUE}).")
    int resamples;

    /** @throws IllegalArgumentException if a value is out of its range or unknown */
    CurveGrid toGrid() {
        return new CurveGrid(
                findings.stream().map(Target::named).toList(),
                ways.stream().map(Arm::named).toList(),
                percents.stream().map(CurveGridOptions::fraction).toList(),
                seeds);
    }

    private static double fraction(double percent) {
        if (!(percent > 0 && percent <= 100)) {
            throw new IllegalArgumentException("--fractions are above 0 and at most 100, not " + percent);
        }
        return percent / 100;
    }

    ProbeSettings measuring() {
        ProbeSettings usual = ProbeSettings.DEFAULT;
        Bootstrap bootstrap = new Bootstrap(resamples, Bootstrap.DEFAULT.seed(), Bootstrap.DEFAULT.level());
        return new ProbeSettings(usual.strengths(), usual.operatingPoint(), usual.fractionUnit(), bootstrap);
    }
}
