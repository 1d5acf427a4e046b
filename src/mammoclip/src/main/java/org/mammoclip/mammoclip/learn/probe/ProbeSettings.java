package org.mammoclip.mammoclip.learn.probe;

import java.util.List;
import org.mammoclip.mammoclip.data.FractionUnit;
import org.mammoclip.mammoclip.evaluate.ThresholdChoice;
import org.mammoclip.mammoclip.evaluate.metric.Bootstrap;

/**
 * How a probe is fitted and measured.
 *
 * @param strengths of the penalty, of which validation data choose one
 * @param operatingPoint how validation data choose the threshold
 * @param fractionUnit what is left out at a fraction of the labels
 * @param bootstrap of the intervals, drawing patients
 */
public record ProbeSettings(
        List<Double> strengths, ThresholdChoice operatingPoint, FractionUnit fractionUnit, Bootstrap bootstrap) {
    public static final ProbeSettings DEFAULT = new ProbeSettings(
            LinearProbe.STRENGTHS, new ThresholdChoice.Youden(), FractionUnit.PATIENT, Bootstrap.DEFAULT);

    public ProbeSettings {
        strengths = List.copyOf(strengths);
        strengths.forEach(LinearProbe::requireStrength);
        if (strengths.isEmpty()) {
            throw new IllegalArgumentException("no strength of the penalty to try");
        }
    }
}
