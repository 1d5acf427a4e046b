package org.mammoclip.mammoclip.factor;

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

class AttributeMapperParametersTest {

    @Test
    void namesAndShapesAreTheReferences() {
        Map<String, Shape> expected = new LinkedHashMap<>();
        for (JsonNode entry : GoldenFile.read("heads.json").root().at("/factor/params")) {
            expected.put(
                    entry.get("name").asText(),
                    new Shape(new ObjectMapper().convertValue(entry.get("shape"), long[].class)));
        }
        Map<String, Shape> actual = new LinkedHashMap<>();
        AttributeMapper.parameters(2, 35, 512).forEach(spec -> actual.put(spec.name(), spec.shape()));
        assertThat(actual).isEqualTo(expected);
    }

    @Test
    void publishedSizeHas2652272PerAttribute() {
        assertThat(AttributeMapper.parameters(1, 48 * 29, 512).stream()
                        .mapToLong(ParameterSpec::size)
                        .sum())
                .isEqualTo(2_652_272);
    }

    @Test
    void refusesAbsurdNumbersOfAttributes() {
        for (int attributes : new int[] {0, AttributeMapper.MAX_ATTRIBUTES + 1}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> AttributeMapper.parameters(attributes, 35, 512))
                    .withMessageContaining("not " + attributes);
        }
    }
}
