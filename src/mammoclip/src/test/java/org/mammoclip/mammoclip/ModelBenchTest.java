package org.mammoclip.mammoclip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mammoclip.mammoclip.bench.Laps;
import org.mammoclip.mammoclip.bench.ResidentMemory;

class ModelBenchTest {
    private static final ModelOptions CPU = new ModelOptions(ComputeDevice.CPU, FindingSet.DEFAULT);
    private static final ModelBench.Subject DEMO = new ModelBench.Subject.Named(MammoClip.BUILTIN_DEMO);

    @Test
    void theDemonstrationModelIsMeasured() throws IOException {
        ModelBench bench = ModelBench.run(DEMO, CPU, List.of(2, 1), 3);
        assertThat(bench.device()).isEqualTo("cpu");
        assertThat(bench.precision()).isEqualTo("float32");
        assertThat(bench.architecture()).isEqualTo("efficientnet-small");
        assertThat(bench.encoderInput()).isEqualTo(new RasterSize(380, 228));
        assertThat(bench.encoder().keySet()).containsExactly(1, 2);
        assertThat(bench.encoder().get(2).images()).isEqualTo(2);
        assertThat(bench.encoder().get(1).seconds()).hasSize(3);
        assertThat(bench.whole().median()).isPositive();
        assertThat(bench.mapShare()).isFinite();
    }

    @Test
    void anArchitectureNeedsNoCheckpoint() throws IOException {
        ModelBench.Subject untrained = new ModelBench.Subject.Untrained("efficientnet-demo");
        ModelBench bench = ModelBench.run(untrained, CPU, List.of(), 1);
        assertThat(bench.model()).startsWith("untrained-efficientnet-demo 1 (untrained)");
        assertThat(bench.encoderInput()).isEqualTo(new RasterSize(1520, 912));
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "65, 1", "1, 0", "1, 10001"})
    void numbersBeyondTheirBoundsAreRefused(int batch, int laps) {
        assertThatThrownBy(() -> ModelBench.run(DEMO, CPU, List.of(batch), laps))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("are allowed");
    }

    @Test
    void quantilesAreMeasuredValues() {
        Laps laps = new Laps(
                IntStream.rangeClosed(1, 100).mapToObj(i -> (double) (101 - i)).toList(), 4);
        assertThat(laps.quantile(0.5)).isEqualTo(50);
        assertThat(laps.quantile(0.99)).isEqualTo(99);
        assertThat(laps.quantile(1)).isEqualTo(100);
        assertThat(laps.shortest()).isEqualTo(1);
        assertThat(laps.imagesPerSecond()).isCloseTo(4 / 50.0, within(1e-12));
        assertThat(new Laps(List.of(7.0), 1).quantile(0.01)).isEqualTo(7);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -0.1, 1.01, Double.NaN})
    void aShareIsAboveZeroAndAtMostOne(double share) {
        assertThatThrownBy(() -> new Laps(List.of(1.0), 1).quantile(share))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void thePeakIsAtLeastWhatIsResidentNow() {
        ResidentMemory.now()
                .ifPresent(now -> assertThat(ResidentMemory.peak().orElseThrow())
                        .isGreaterThanOrEqualTo(now / 2)
                        .isPositive());
    }
}
