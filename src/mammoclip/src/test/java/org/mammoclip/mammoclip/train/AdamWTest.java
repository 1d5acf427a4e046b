package org.mammoclip.mammoclip.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mammoclip.mammoclip.block.CheckpointMismatchException;

/** The optimiser against the formulas in double precision, and what it does to gradients. */
class AdamWTest {
    private static final AdamWSettings SETTINGS = new AdamWSettings(0.02, 0.9, 0.999, 1e-8, 0.1);

    private final NDManager manager = NDManager.newBaseManager(Device.cpu());

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void followsTheFormulasOverFiftySteps() {
        float[] target = {1, -2, 0.5f, 3e-4f};
        NDArray weight = manager.create(new float[] {0.3f, 0.1f, -0.7f, 0});
        ParameterGroup group = group(weight);
        double[] p = {0.3f, 0.1f, -0.7f, 0};
        double[] m = new double[4];
        double[] v = new double[4];
        WarmupCosineSquared schedule = new WarmupCosineSquared(50, 5);
        try (AdamW optimiser = new AdamW(manager, SETTINGS, group)) {
            for (int step = 1; step <= 50; step++) {
                float[] before = weight.toFloatArray();
                backward(group, weight, target);
                double rate = 0.02 * schedule.multiplier(step - 1);
                for (int i = 0; i < 4; i++) {
                    double g = 2.0 * (before[i] - target[i]);
                    p[i] = before[i] * (1 - rate * 0.1);
                    m[i] = 0.9 * m[i] + 0.1 * g;
                    v[i] = 0.999 * v[i] + 0.001 * g * g;
                    double corrected = Math.sqrt(v[i] / (1 - Math.pow(0.999, step)));
                    p[i] -= rate * (m[i] / (1 - Math.pow(0.9, step))) / (corrected + 1e-8);
                }
                optimiser.step(schedule.multiplier(step - 1));
                group.clearGradients();
                float[] after = weight.toFloatArray();
                for (int i = 0; i < 4; i++) {
                    assertThat((double) after[i])
                            .as("step %d, value %d", step, i)
                            .isCloseTo(p[i], within(4e-7));
                }
            }
            assertThat(optimiser.steps()).isEqualTo(50);
        }
    }

    @Test
    void addsEpsilonAfterTheBiasCorrection() {
        // with a gradient of 1e-8 the corrected root is 1e-8, too: the first step is half the rate. Adding epsilon
        // before the
        // correction, as DJL does, would give 3 percent of it.
        NDArray weight = manager.create(new float[] {0});
        ParameterGroup group = group(weight);
        try (AdamW optimiser = new AdamW(manager, new AdamWSettings(0.1, 0.9, 0.999, 1e-8, 0), group)) {
            group.track();
            try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
                collector.backward(weight.mul(1e-8f).sum());
            }
            optimiser.step(1);
            assertThat((double) weight.getFloat(0)).isCloseTo(-0.05, within(1e-5));
        }
    }

    @Test
    void anotherOptimiserGoesOnBitForBit() {
        float[] target = {1, -2, 0.5f, 3e-4f};
        NDArray first = manager.create(new float[] {0.3f, 0.1f, -0.7f, 0});
        NDArray second = first.duplicate();
        ParameterGroup straight = group(first);
        ParameterGroup resumed = group(second);
        try (AdamW one = new AdamW(manager, SETTINGS, straight);
                AdamW two = new AdamW(manager, SETTINGS, resumed);
                AdamW three = new AdamW(manager, SETTINGS, resumed)) {
            for (int step = 0; step < 10; step++) {
                backward(straight, first, target);
                one.step(1);
                straight.clearGradients();
                if (step == 4) {
                    three.restore(two.state(), two.steps());
                }
                backward(resumed, second, target);
                (step < 4 ? two : three).step(1);
                resumed.clearGradients();
            }
            assertThat(second.toFloatArray()).isEqualTo(first.toFloatArray());
            assertThat(three.steps()).isEqualTo(10);
        }
    }

    @Test
    void stateOfOtherParametersIsRefused() {
        try (AdamW one = new AdamW(manager, SETTINGS, group(manager.zeros(new Shape(2))));
                AdamW other = new AdamW(manager, SETTINGS, group(manager.zeros(new Shape(3))))) {
            assertThatThrownBy(() -> one.restore(other.state(), 1))
                    .isInstanceOf(CheckpointMismatchException.class)
                    .hasMessageContaining("exp_avg.w");
            assertThatIllegalArgumentException().isThrownBy(() -> one.restore(one.state(), -1));
        }
    }

    @Test
    void gradientsAddUpUntilTheyAreCleared() {
        NDArray weight = manager.create(new float[] {3, 4});
        ParameterGroup group = group(weight);
        backward(group, weight, new float[] {0, 0});
        assertThat(group.gradientNorm()).isCloseTo(10, within(1e-5));
        backward(group, weight, new float[] {0, 0});
        assertThat(group.gradientNorm()).isCloseTo(20, within(1e-5));
        group.clearGradients();
        assertThat(group.gradientNorm()).isZero();
    }

    @Test
    void aGradientThatIsNotFiniteIsSeenAndCleared() {
        NDArray weight = manager.create(new float[] {3, 4});
        NDArray temperature = manager.create(1f);
        ParameterGroup group = new ParameterGroup(Map.of("w", weight, "t", temperature));
        group.track();
        try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            collector.backward(weight.sum().mul(temperature).mul(Float.NaN));
        }
        assertThat(group.gradientNorm()).isNaN();
        group.clearGradients();
        assertThat(group.gradientNorm()).isZero();
    }

    @Test
    void clippingKeepsTheDirectionAndLeavesShortGradientsAlone() {
        NDArray weight = manager.create(new float[] {3, 4});
        NDArray other = manager.create(new float[] {12});
        ParameterGroup group = new ParameterGroup(new LinkedHashMap<>(Map.of("a", weight, "b", other)));
        group.track();
        try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            collector.backward(weight.square().sum().add(other.square().sum()).div(2));
        }
        double norm = group.gradientNorm();
        assertThat(norm).isCloseTo(13, within(1e-5));
        group.clipGradients(norm, 20);
        assertThat(group.gradientNorm()).isCloseTo(13, within(1e-5));
        group.clipGradients(norm, 1);
        assertThat(group.gradientNorm()).isCloseTo(1, within(1e-5));
        assertThat((double) weight.getGradient().getFloat(1)).isCloseTo(4 / 13.0, within(1e-6));
        assertThat((double) other.getGradient().getFloat(0)).isCloseTo(12 / 13.0, within(1e-6));
    }

    @Test
    void worksOnAThreadThatDidNotStartTheEngine() {
        NDArray weight = manager.create(new float[] {1});
        ParameterGroup group = group(weight);
        CompletableFuture.runAsync(() -> {
                    try (AdamW optimiser = new AdamW(manager, SETTINGS, group)) {
                        backward(group, weight, new float[] {0});
                        optimiser.step(1);
                    }
                })
                .join();
        assertThat(weight.getFloat(0)).isLessThan(1);
    }

    @Test
    void refusesSettingsThatCannotWork() {
        assertThatIllegalArgumentException().isThrownBy(() -> new AdamWSettings(0, 0.9, 0.999, 1e-8, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new AdamWSettings(Double.NaN, 0.9, 0.999, 1e-8, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new AdamWSettings(1, 1, 0.999, 1e-8, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new AdamWSettings(1, 0.9, -0.1, 1e-8, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new AdamWSettings(1, 0.9, 0.999, 0, 0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AdamWSettings(0.5, 0.9, 0.999, 1e-8, 2))
                .withMessageContaining("weight decay");
        assertThatIllegalArgumentException().isThrownBy(() -> new ParameterGroup(Map.of()));
    }

    private static ParameterGroup group(NDArray weight) {
        return new ParameterGroup(Map.of("w", weight));
    }

    private static void backward(ParameterGroup group, NDArray weight, float[] target) {
        group.track();
        try (NDManager scope = weight.getManager().newSubManager();
                GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            collector.backward(weight.sub(scope.create(target)).square().sum());
        }
    }
}
