package org.mammoclip.mammoclip.golden;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

/** The generator of weights and images gives the published example values bit for bit. */
class GoldenSchemeTest {
    private final JsonNode examples = GoldenFile.read("scheme-examples.json").root();

    @Test
    void seedsAndDrawsAreTheExamples() {
        assertThat(Long.toHexString(GoldenScheme.seed("a"))).isEqualTo("af63dc4c8601ec8c");
        assertThat(Long.toHexString(GoldenScheme.draw(1_234_567, 0))).isEqualTo("599ed017fb08fc85");
        assertThat(Long.toHexString(GoldenScheme.draw(1_234_567, 2))).isEqualTo("883ebce5a3f27c77");
    }

    @Test
    void parametersAreTheExamples() {
        assertThat(GoldenScheme.parameter("example", 10, 0, 1, false))
                .containsExactly(GoldenFile.floats(examples.get("u_example_first10")));
        assertThat(GoldenScheme.parameter("example", 10, 1, 0.25f, false))
                .containsExactly(GoldenFile.floats(examples.get("affine_example_base1_scale0.25_first10")));
        assertThat(GoldenScheme.parameter("example", 10, 1, 0.5f, true))
                .containsExactly(GoldenFile.floats(examples.get("affine_abs_example_base1_scale0.5_first10")));
    }

    @Test
    void imagesAreTheExamples() {
        float[] image = GoldenScheme.image("example", 70, 20);
        assertThat(GoldenFile.crc32(image))
                .isEqualTo(examples.get("image_example_3x70x20").get("crc32").asText());
    }
}
