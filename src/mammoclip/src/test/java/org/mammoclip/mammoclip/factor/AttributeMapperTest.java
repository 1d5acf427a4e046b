package org.mammoclip.mammoclip.factor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mammoclip.mammoclip.block.ParameterSource;
import org.mammoclip.mammoclip.block.RandomParameters;

/** Shapes, refusals and what is left behind. */
class AttributeMapperTest {
    private static final int CELLS = 6;
    private static final int EMBEDDING = 4;

    private final NDManager manager = NDManager.newBaseManager(Device.cpu());
    private final float[] sentence = {1, 0, 2, 0};

    @AfterEach
    void close() {
        manager.close();
    }

    @ParameterizedTest
    @EnumSource(HeadLayout.class)
    void answersOneCosinePerChannelAndLeavesNothingBehind(HeadLayout layout) {
        AttributeMapper mapper = mapper(3, layout, Map.of());
        NDArray features = manager.arange(5f * CELLS).reshape(1, 5, 2, 3);
        int before = manager.getManagedArrays().size();
        for (int k = 0; k < 3; k++) {
            float[] similarities = mapper.channelSimilarities(features, k, sentence);
            assertThat(similarities).hasSize(5);
            for (float similarity : similarities) {
                assertThat(similarity).isBetween(-1f, 1f);
            }
        }
        assertThat(manager.getManagedArrays().size()).isEqualTo(before);
        assertThat(features.getManager()).isSameAs(manager);
    }

    @Test
    void interleavedLayoutDealsOutTheProjectionsAlongTheChannels() {
        NDArray features = manager.arange(4f * CELLS).reshape(1, 4, 2, 3);
        AttributeMapper intended = mapper(2, HeadLayout.PER_ATTRIBUTE, Map.of());
        AttributeMapper published = mapper(2, HeadLayout.INTERLEAVED, Map.of());
        float[] first = intended.channelSimilarities(features, 0, sentence);
        float[] second = intended.channelSimilarities(features, 1, sentence);
        assertThat(published.channelSimilarities(features, 0, sentence))
                .containsExactly(first[0], first[2], second[0], second[2]);
        assertThat(published.channelSimilarities(features, 1, sentence))
                .containsExactly(first[1], first[3], second[1], second[3]);
    }

    @Test
    void onlyTheDirectionOfTheSentenceMatters() {
        AttributeMapper mapper = mapper(1, HeadLayout.PER_ATTRIBUTE, Map.of());
        NDArray features = manager.arange(2f * CELLS).reshape(1, 2, 2, 3);
        assertThat(mapper.channelSimilarities(features, 0, new float[] {4, 0, 8, 0}))
                .containsExactly(mapper.channelSimilarities(features, 0, sentence));
    }

    @Test
    void aChannelWithoutDirectionHasNoSimilarity() {
        AttributeMapper mapper =
                mapper(1, HeadLayout.PER_ATTRIBUTE, Map.of("pool.0.2.weight", 0f, "pool.0.2.bias", 0f));
        assertThat(mapper.channelSimilarities(manager.ones(new Shape(1, 2, 2, 3)), 0, sentence))
                .containsExactly(0, 0);
    }

    @Test
    void refusesFeaturesOfAnotherImageSize() {
        AttributeMapper mapper = mapper(1, HeadLayout.PER_ATTRIBUTE, Map.of());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> mapper.channelSimilarities(manager.ones(new Shape(1, 2, 48, 29)), 0, sentence))
                .withMessageContaining("6 places")
                .withMessageContaining("48x29");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> mapper.channelSimilarities(manager.ones(new Shape(2, 2, 2, 3)), 0, sentence))
                .withMessageContaining("(1, C, h, w)");
    }

    @Test
    void refusesUnknownAttributesAndSentencesOfAnotherSpace() {
        AttributeMapper mapper = mapper(1, HeadLayout.PER_ATTRIBUTE, Map.of());
        NDArray features = manager.ones(new Shape(1, 2, 2, 3));
        for (int attribute : new int[] {-1, 1}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> mapper.channelSimilarities(features, attribute, sentence))
                    .withMessageContaining("attribute " + attribute);
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> mapper.channelSimilarities(features, 0, new float[512]))
                .withMessageContaining("512");
        assertThatExceptionOfType(ArithmeticException.class)
                .isThrownBy(() -> mapper.channelSimilarities(features, 0, new float[EMBEDDING]))
                .withMessageContaining("no direction");
    }

    @Test
    void brokenWeightsAreAnErrorAndNotAnEmptyMap() {
        AttributeMapper mapper = mapper(1, HeadLayout.PER_ATTRIBUTE, Map.of("pool.0.2.bias", Float.NaN));
        assertThatExceptionOfType(ArithmeticException.class)
                .isThrownBy(() -> mapper.channelSimilarities(manager.ones(new Shape(1, 2, 2, 3)), 0, sentence))
                .withMessageContaining("channel 0");
    }

    private AttributeMapper mapper(int attributes, HeadLayout layout, Map<String, Float> constants) {
        ParameterSource source =
                new RandomParameters(5, AttributeMapper.parameters(attributes, CELLS, EMBEDDING), constants);
        return AttributeMapper.load(manager, source, attributes, CELLS, EMBEDDING, layout);
    }
}
