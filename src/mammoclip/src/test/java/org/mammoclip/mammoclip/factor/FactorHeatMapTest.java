package org.mammoclip.mammoclip.factor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A feature map of four channels and six places with an answer worked out by hand. */
class FactorHeatMapTest {
    private static final float[] FEATURES = {
        1, 0, 0, 0, 0, 2, //
        0, 4, 0, 0, 0, -1, //
        9, 9, 9, 9, 9, 9, //
        0, 0, 1, -8, 0, 0
    };
    private static final float[] SIMILARITIES = {0.5f, 0.25f, -0.9f, 0.125f};

    private final NDManager manager = NDManager.newBaseManager(Device.cpu());

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void sumsThePositiveChannelsAndCutsOffWhatIsNegative() {
        assertThat(FactorHeatMap.evidence(features(), SIMILARITIES, ChannelChoice.ALL_POSITIVE))
                .containsExactly(0.5f, 1, 0.125f, 0, 0, 0.75f);
    }

    @Test
    void topChannelsAreTheMostSimilarOnes() {
        assertThat(FactorHeatMap.evidence(features(), SIMILARITIES, new ChannelChoice.Top(1)))
                .containsExactly(0.5f, 0, 0, 0, 0, 1);
        assertThat(FactorHeatMap.evidence(features(), SIMILARITIES, new ChannelChoice.Top(99)))
                .as("a channel that points away never counts")
                .containsExactly(0.5f, 1, 0.125f, 0, 0, 0.75f);
        assertThat(new ChannelChoice.Top(2).weights(new float[] {0.5f, 0.75f, 0.5f}))
                .as("of equal channels the first")
                .containsExactly(0.5f, 0.75f, 0);
        assertThatIllegalArgumentException().isThrownBy(() -> new ChannelChoice.Top(0));
    }

    @Test
    void withoutAPositiveChannelNothingStandsOut() {
        float[] away = {-0.1f, -0.2f, -0.3f, 0};
        assertThat(FactorHeatMap.evidence(features(), away, ChannelChoice.ALL_POSITIVE))
                .containsOnly(0);
    }

    @Test
    void memoryOrderOfTheFeaturesDoesNotMatterAndNothingIsLeftBehind() {
        NDArray channelsLast = features().transpose(0, 2, 3, 1).duplicate().transpose(0, 3, 1, 2);
        int before = manager.getManagedArrays().size();
        float[] evidence = FactorHeatMap.evidence(channelsLast, SIMILARITIES, ChannelChoice.ALL_POSITIVE);
        assertThat(evidence).containsExactly(new float[] {0.5f, 1, 0.125f, 0, 0, 0.75f}, within(1e-6f));
        assertThat(manager.getManagedArrays().size()).isEqualTo(before);
    }

    @Test
    void refusesOtherNumbersOfChannelsAndValuesThatAreNotFinite() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FactorHeatMap.evidence(features(), new float[3], ChannelChoice.ALL_POSITIVE))
                .withMessageContaining("3 channel similarities");
        assertThatExceptionOfType(ArithmeticException.class)
                .isThrownBy(() -> FactorHeatMap.evidence(
                        features().mul(Float.POSITIVE_INFINITY), SIMILARITIES, ChannelChoice.ALL_POSITIVE));
    }

    private NDArray features() {
        return manager.create(FEATURES, new Shape(1, 4, 2, 3));
    }
}
