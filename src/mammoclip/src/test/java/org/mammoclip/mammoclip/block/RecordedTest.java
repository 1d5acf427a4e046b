package org.mammoclip.mammoclip.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Numbers in recorded operations survive a garbage collection between the forward and the backward pass. */
class RecordedTest {
    private static final int NUMBERS = 300;

    @Test
    void gradientsSurviveAGarbageCollection() {
        List<ByteBuffer> others = new ArrayList<>();
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            NDArray x = manager.create(new float[] {2});
            x.setRequiresGradient(true);
            try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
                NDArray sum = x.sub(x);
                for (int i = 0; i < NUMBERS; i++) {
                    sum = sum.add(Recorded.mul(x, 3))
                            .add(Recorded.div(x, 4))
                            .add(Recorded.pow(x, 3))
                            .add(Recorded.maximum(x, 5))
                            .add(Recorded.minimum(x, 7));
                }
                for (int round = 0; round < 5; round++) {
                    System.gc();
                    for (int i = 0; i < 20 * NUMBERS; i++) {
                        ByteBuffer other = ByteBuffer.allocateDirect(4 + i % 2 * 4);
                        while (other.hasRemaining()) {
                            other.put((byte) -1);
                        }
                        others.add(other);
                    }
                }
                collector.backward(sum);
            }
            // 3 + 1/4 + 3 * 2^2 + 0 + 1 for each
            assertThat((double) x.getGradient().getFloat(0)).isCloseTo(NUMBERS * 16.25, within(0.01));
            assertThat(others).hasSize(100 * NUMBERS);
        }
    }

    @Test
    void computesWhatTheOperatorsCompute() {
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            NDArray x = manager.create(new float[] {0.3f, 7, -2});
            assertThat(Recorded.mul(x, 0.1).toFloatArray()).isEqualTo(x.mul(0.1).toFloatArray());
            assertThat(Recorded.div(x, 3).toFloatArray()).isEqualTo(x.div(3).toFloatArray());
            assertThat(Recorded.pow(x, 2).toFloatArray()).isEqualTo(x.pow(2).toFloatArray());
            assertThat(Recorded.maximum(x, 1).toFloatArray()).containsExactly(1, 7, 1);
            assertThat(Recorded.minimum(x, 1).toFloatArray()).containsExactly(0.3f, 1, -2);
            NDArray doubles = manager.create(new double[] {1});
            assertThat(Recorded.mul(doubles, 0.1).toDoubleArray()).containsExactly(0.1);
        }
    }
}
