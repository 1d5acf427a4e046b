package org.mammoclip.mammoclip.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.mammoclip.mammoclip.block.ParameterSpec;
import org.mammoclip.mammoclip.golden.GoldenFile;
import org.mammoclip.mammoclip.image.EfficientNetArchitecture;

class DetectorParametersTest {

    @Test
    void namesAndShapesAreTheReferences() {
        Map<String, Shape> expected = new LinkedHashMap<>();
        for (JsonNode entry : GoldenFile.read("detector.json").root().at("/retinanet_b2/params")) {
            expected.put(
                    entry.get("name").asText(),
                    new Shape(new ObjectMapper().convertValue(entry.get("shape"), long[].class)));
        }
        for (ParameterSpec spec : EfficientNetArchitecture.B2.parameters()) {
            expected.put("efficientnet." + spec.name(), spec.shape());
        }
        Map<String, Shape> actual = new LinkedHashMap<>();
        RetinaNet.parameters(EfficientNetArchitecture.B2, 2).forEach(spec -> actual.put(spec.name(), spec.shape()));
        assertThat(actual).isEqualTo(expected);
    }

    @Test
    void countsAreTheReferences() {
        assertThat(count(EfficientNetArchitecture.B2, "fpn.")).isEqualTo(6_086_656);
        assertThat(count(EfficientNetArchitecture.B5, "fpn.")).isEqualTo(7_780_352);
        assertThat(count(EfficientNetArchitecture.B5, "regressionModel.")).isEqualTo(2_443_300);
        assertThat(count(EfficientNetArchitecture.B5, "classificationModel.")).isEqualTo(2_381_065);
    }

    @Test
    void tapsAreTheReferencesBlocks() {
        assertThat(PyramidTaps.of(EfficientNetArchitecture.B2)).isEqualTo(new PyramidTaps(15, 120, 21, 352, 1408, 32));
        assertThat(PyramidTaps.of(EfficientNetArchitecture.B5)).isEqualTo(new PyramidTaps(26, 176, 37, 512, 2048, 32));
    }

    @Test
    void refusesAbsurdNumbersOfClasses() {
        for (int classes : new int[] {0, RetinaNet.MAX_CLASSES + 1}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> RetinaNet.parameters(EfficientNetArchitecture.B2, classes))
                    .withMessageContaining("not " + classes);
        }
    }

    private static long count(EfficientNetArchitecture architecture, String prefix) {
        return RetinaNet.parameters(architecture, 1).stream()
                .filter(spec -> spec.name().startsWith(prefix))
                .mapToLong(ParameterSpec::size)
                .sum();
    }
}
