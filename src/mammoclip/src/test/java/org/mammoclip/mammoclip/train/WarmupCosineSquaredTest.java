package org.mammoclip.mammoclip.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The schedule against values worked out by hand, and its bounds. */
class WarmupCosineSquaredTest {
    private final WarmupCosineSquared schedule = new WarmupCosineSquared(1500, 100);

    @ParameterizedTest
    @CsvSource({"0, 0", "50, 0.5", "100, 1", "450, 0.853553", "800, 0.5", "1500, 0"})
    void agreesWithTheReferencesExample(long step, double expected) {
        assertThat(schedule.multiplier(step)).isCloseTo(expected, within(5e-7));
    }

    @Test
    void risesToTheWarmUpAndFallsAfterIt() {
        for (long step = 1; step <= 1500; step++) {
            double change = schedule.multiplier(step) - schedule.multiplier(step - 1);
            assertThat(Math.signum(change)).as("step " + step).isEqualTo(step <= 100 ? 1 : -1);
        }
    }

    @Test
    void startsAtFullRateWithoutWarmUp() {
        assertThat(new WarmupCosineSquared(10, 0).multiplier(0)).isEqualTo(1);
    }

    @Test
    void refusesStepsOutsideTheRunAndWarmUpsThatFillIt() {
        assertThatIllegalArgumentException().isThrownBy(() -> schedule.multiplier(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> schedule.multiplier(1501));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new WarmupCosineSquared(100, 100))
                .withMessageContaining("must be shorter");
        assertThatIllegalArgumentException().isThrownBy(() -> new WarmupCosineSquared(100, -1));
        assertThatIllegalArgumentException().isThrownBy(() -> new WarmupCosineSquared(0, 0));
    }
}
