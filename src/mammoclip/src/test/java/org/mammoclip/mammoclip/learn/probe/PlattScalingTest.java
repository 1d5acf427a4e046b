package org.mammoclip.mammoclip.learn.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.mammoclip.mammoclip.Calibration;
import org.mammoclip.mammoclip.evaluate.ThresholdChoice;
import org.mammoclip.mammoclip.random.SplitMix64;

class PlattScalingTest {
    @Test
    void aKnownCalibrationIsFound() {
        SplitMix64 random = new SplitMix64(1);
        double[] logits = new double[20_000];
        boolean[] positive = new boolean[logits.length];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = 4 + 2 * random.nextGaussian();
            positive[i] = random.nextDouble() < new Calibration(1.5, -8).apply(logits[i]);
        }
        Calibration found = PlattScaling.fit(logits, positive).orElseThrow();
        assertThat(found.slope()).isCloseTo(1.5, within(0.06));
        assertThat(found.intercept()).isCloseTo(-8, within(0.35));
        double mean = Arrays.stream(logits).map(found::apply).average().orElseThrow();
        int positives = 0;
        for (boolean one : positive) {
            positives += one ? 1 : 0;
        }
        assertThat(mean).isCloseTo((double) positives / logits.length, within(1e-3));
    }

    @Test
    void separatedLogitsGiveAFiniteCalibration() {
        Calibration found = PlattScaling.fit(new double[] {-2, -1, 1, 2}, new boolean[] {false, false, true, true})
                .orElseThrow();
        // Platt's targets for two of each are 0.75 and 0.25
        assertThat(found.apply(1.5)).isCloseTo(0.75, within(0.05));
        assertThat(found.apply(-1.5)).isCloseTo(0.25, within(0.05));
    }

    @Test
    void whatIsNoEvidenceIsNotCalibrated() {
        assertThat(PlattScaling.fit(new double[] {2, 1, -1, -2}, new boolean[] {false, false, true, true}))
                .isEmpty();
        assertThat(PlattScaling.fit(new double[] {1, 2}, new boolean[] {true, true}))
                .isEmpty();
        assertThat(PlattScaling.fit(new double[] {1, 1}, new boolean[] {true, false}))
                .isEmpty();
    }

    @Test
    void theThresholdLiesBetweenTwoScores() {
        double[] logits = {-2, -1, 1, 2};
        OperatingScore chosen =
                OperatingScore.on(logits, new boolean[] {false, false, true, true}, new ThresholdChoice.Youden());
        assertThat(chosen.calibrated()).isTrue();
        assertThat(chosen.threshold())
                .isBetween(
                        chosen.calibration().apply(-1) + 0.01,
                        chosen.calibration().apply(1) - 0.01);
        OperatingScore useless =
                OperatingScore.on(logits, new boolean[] {true, true, false, false}, new ThresholdChoice.Youden());
        assertThat(useless.calibrated()).isFalse();
        assertThat(useless.threshold()).isBetween(useless.calibration().apply(2), 1.0);
    }
}
