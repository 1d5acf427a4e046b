package org.mammoclip.mammoclip.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every tensor of the released layout is needed or known to be of no use, and none is missing. */
class CheckpointKeysTest {
    @ParameterizedTest
    @CsvSource({"b2, 710, 506, 69", "b5, 1056, 852, 116"})
    void theReleasedNamesAndShapesFit(String network, int tensors, int encoder, int batchNorms) throws IOException {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        for (var entry : new FullSizeCheckpoint(network).entries()) {
            shapes.put(entry.name(), entry.shape());
        }
        assertThat(shapes).hasSize(tensors);
        assertThat(shapes.keySet().stream().filter(name -> name.startsWith("image_encoder.")))
                .hasSize(encoder);
        StateDict state = new StateDict(ModelKind.CLIP, new HashMap<>());
        ModelDescription description = TorchModelTest.released(network);
        ParameterFit fit = ParameterFit.of(description.parameters(), shapes, state.ignored());
        assertThat(fit.fits()).as(fit.describe()).isTrue();
        assertThat(shapes.keySet().stream().filter(state.ignored())).hasSize(batchNorms + 2);
        assertThat(description.parameters()).hasSize(tensors - batchNorms - 2);

        shapes.put("text_encoder.text_encoder.embeddings.position_ids", new Shape(1, 512));
        assertThat(ParameterFit.of(description.parameters(), shapes, state.ignored())
                        .fits())
                .isTrue();
        shapes.put("image_encoder._fc.weight", new Shape(1000, 2048));
        assertThat(ParameterFit.of(description.parameters(), shapes, state.ignored())
                        .unexpected())
                .containsExactly("image_encoder._fc.weight");
    }
}
