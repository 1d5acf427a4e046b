package org.mammoclip.mammoclip.factor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mammoclip.mammoclip.golden.Agreement;
import org.mammoclip.mammoclip.golden.GoldenFile;
import org.mammoclip.mammoclip.golden.GoldenHeads;
import org.mammoclip.mammoclip.golden.GoldenScheme;

/**
 * Two images through the B2 tower and a mapper of two attributes against the reference's numbers, in both layouts: the intended one
 * and the one the published code executes. The stored similarities are cosines times the length of the attribute's vector (the
 * reference takes it as it is, and here it is not of unit length) divided by a temperature.
 */
class AttributeMapperParityTest {
    private final GoldenHeads heads = GoldenHeads.read();
    private final JsonNode stored = heads.root().get("factor");
    private final int attributes = stored.get("attribute_keys").size();
    private final int cells = stored.get("positions").asInt();

    @ParameterizedTest
    @CsvSource({
        "PER_ATTRIBUTE, similarity_if_paired_per_channel, image_max_similarity_if_paired",
        "INTERLEAVED, similarity_as_published, image_max_similarity_as_published"
    })
    void similaritiesOfAllChannelsAreTheReferences(HeadLayout layout, String similarities, String greatest) {
        double[] scale = new double[attributes];
        for (int k = 0; k < attributes; k++) {
            double squares = 0;
            for (float value : attribute(k)) {
                squares += (double) value * value;
            }
            scale[k] = Math.sqrt(squares) / stored.get("temperature").asDouble();
        }
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            AttributeMapper mapper =
                    AttributeMapper.load(manager, GoldenFile.of(stored), attributes, cells, 512, layout);
            assertThat(mapper.attributes()).isEqualTo(2);
            NDArray[] features = heads.features(manager);
            List<Float> rows = new ArrayList<>();
            for (int image = 0; image < features.length; image++) {
                float[][] perAttribute = new float[attributes][];
                for (int k = 0; k < attributes; k++) {
                    perAttribute[k] = mapper.channelSimilarities(features[image], k, attribute(k));
                    double max = -1;
                    for (float similarity : perAttribute[k]) {
                        max = Math.max(max, similarity);
                    }
                    assertThat(max * scale[k])
                            .isCloseTo(stored.get(greatest).get(image).get(k).asDouble(), within(2e-5));
                }
                for (int channel = 0; channel < perAttribute[0].length; channel++) {
                    for (int k = 0; k < attributes; k++) {
                        rows.add((float) (perAttribute[k][channel] * scale[k]));
                    }
                }
            }
            float[] all = new float[rows.size()];
            for (int i = 0; i < all.length; i++) {
                all[i] = rows.get(i);
            }
            Agreement.assertMatches(
                    similarities, manager.create(all, new Shape(all.length / 2, 2)), stored.get(similarities));
        }
    }

    @Test
    void eachProjectionsOutputIsTheReferences() {
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            NDArray[] features = heads.features(manager);
            for (int k = 0; k < attributes; k++) {
                NDArray both = null;
                for (NDArray map : features) {
                    NDArray channels = map.reshape(map.getShape().get(1), cells);
                    NDArray vectors = AttributeMapper.Projection.load(
                                    manager, GoldenFile.of(stored), "pool." + k, cells, 512)
                            .apply(channels)
                            .expandDims(0);
                    both = both == null ? vectors : both.concat(vectors, 0);
                }
                assertThat(both).isNotNull();
                Agreement.assertMatches(
                        "projection " + k,
                        both,
                        stored.get("projection_outputs").get(k));
            }
        }
    }

    /** The stored "sentence" of an attribute. */
    private float[] attribute(int k) {
        String key = stored.get("attribute_keys").get(k).asText();
        return GoldenScheme.parameter(
                key, 512, 0, (float) stored.get("attribute_scale").asDouble(), false);
    }
}
