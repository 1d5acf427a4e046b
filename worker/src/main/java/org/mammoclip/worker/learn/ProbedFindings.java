package org.mammoclip.worker.learn;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import org.mammoclip.mammoclip.learn.Target;
import org.mammoclip.mammoclip.learn.probe.OperatingScore;
import org.mammoclip.mammoclip.learn.probe.ProbeExperiment;

/** The findings file of learned heads: what was chosen on validation data, ready for {@code model.findings}. */
final class ProbedFindings {
    private static final String POINT = "validation";

    private ProbedFindings() {}

    /**
     * @param version at most 24 characters
     * @param binary yes-or-no questions in the order of the classifier's outputs
     * @param classifier folder of the classifier, from the file's folder
     * @param density folder of the density classifier; empty without one
     */
    static String of(String version, List<ProbeExperiment.Outcome> binary, String classifier, String density) {
        StringBuilder yaml = new StringBuilder();
        yaml.append("# Written by mammoclip. Calibration and thresholds were chosen on validation data; check\n");
        yaml.append("# them on your own patients before anybody relies on them (deploy/findings.md has all keys).\n");
        yaml.append("version: ").append(version).append('\n');
        if (!binary.isEmpty()) {
            yaml.append("\nfindings:\n");
        }
        for (int output = 0; output < binary.size(); output++) {
            finding(yaml, binary.get(output), classifier, output);
        }
        if (!density.isEmpty()) {
            yaml.append("\ndensity: { classifier: ").append(density).append(" } # categories A to D\n");
        }
        return yaml.toString();
    }

    private static void finding(StringBuilder yaml, ProbeExperiment.Outcome outcome, String classifier, int output) {
        Target target = outcome.target();
        OperatingScore operating = outcome.operating().orElseThrow();
        yaml.append("  ").append(target.key()).append(":\n");
        yaml.append("    title: ").append(target.title()).append('\n');
        yaml.append(String.format(
                Locale.ROOT, "    score: { classifier: { checkpoint: %s, output: %d } }%n", classifier, output));
        if (operating.calibrated()) {
            yaml.append(String.format(
                    Locale.ROOT,
                    "    calibration: { platt: { slope: %s, intercept: %s } }%n",
                    operating.calibration().slope(),
                    operating.calibration().intercept()));
        }
        yaml.append(
                String.format(Locale.ROOT, "    operatingPoints: { %s: %s }%n", POINT, plain(operating.threshold())));
        yaml.append("    threshold: ").append(POINT).append('\n');
        yaml.append("    attribution: linear\n");
    }

    /** Without an exponent that not every reader of YAML takes for a number. */
    private static String plain(double value) {
        return new BigDecimal(value).setScale(12, RoundingMode.HALF_EVEN).toPlainString();
    }
}
