package org.mammoclip.worker.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.mammoclip.mammoclip.learn.Target;
import org.mammoclip.mammoclip.learn.probe.LinearProbe;
import org.mammoclip.mammoclip.learn.probe.ProbeSettings;
import picocli.CommandLine.Option;

/** What a probe learns, from how many labels, and how it is measured. */
final class ProbeFitOptions extends MeasuringOptions {
    private static final int MAX_RUNS = 1000;

    @Option(
            names = "--finding",
            paramLabel = "NAME",
            split = ",",
            required = true,
            description = "What to learn: findings of VinDr's table (mass, suspicious_calcification, ...), density, or"
                    + " cancer of RSNA's table.")
    List<String> findings = new ArrayList<>();

    @Option(
            names = "--fraction",
            paramLabel = "PERCENT",
            split = ",",
            defaultValue = "100",
            description = "Percent of the training images to learn from (default: ${DEFAULT-VALUE}). The heads of the"
                    + " largest are kept.")
    List<Double> fractions = new ArrayList<>();

    @Option(
            names = "--seeds",
            paramLabel = "S",
            split = ",",
            defaultValue = "1",
            description = "Seeds that choose the images of a fraction (default: ${DEFAULT-VALUE}). All images are"
                    + " learned from once: the fit itself has no chance in it.")
    List<Long> seeds = new ArrayList<>();

    @Option(
            names = "--strength",
            paramLabel = "X",
            split = ",",
            description = "Strengths of the penalty on the weights; validation data choose one (default: 0.0001 to 10,"
                    + " two a decade).")
    List<Double> strengths = new ArrayList<>();

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "1",
            description = "Of the intervals (default: ${DEFAULT-VALUE}).")
    long seed;

    /** Each question once. */
    List<Target> targets() {
        return findings.stream().map(Target::named).distinct().toList();
    }

    /** @throws IllegalArgumentException if a value is out of its range */
    ProbeSettings settings() {
        return measuring(strengths.isEmpty() ? LinearProbe.STRENGTHS : strengths, seed);
    }

    /** One fit: a part of the labels. */
    record Part(double fraction, long seed) {}

    /**
     * The parts to learn from, smallest first; all labels once, with the first seed.
     *
     * @throws IllegalArgumentException if a fraction is out of its range
     */
    List<Part> parts() {
        List<Part> parts = new ArrayList<>();
        for (double percent : fractions.stream().distinct().sorted().toList()) {
            if (!(percent > 0 && percent <= 100)) {
                throw new IllegalArgumentException("--fraction takes percents above 0 and up to 100, not " + percent);
            }
            if (percent == 100) {
                parts.add(new Part(1, seeds.get(0)));
            } else {
                seeds.stream().distinct().forEach(one -> parts.add(new Part(percent / 100, one)));
            }
        }
        if (parts.size() * findings.size() > MAX_RUNS) {
            throw new IllegalArgumentException("more than " + MAX_RUNS + " fits in one call");
        }
        return parts;
    }

    /** Whose heads are kept: the first seed of the largest fraction. */
    static Part kept(List<Part> parts) {
        double most = parts.stream()
                .map(Part::fraction)
                .max(Comparator.naturalOrder())
                .orElseThrow();
        return parts.stream()
                .filter(part -> part.fraction() == most)
                .findFirst()
                .orElseThrow();
    }
}
