package org.mammoclip.mammoclip.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mammoclip.mammoclip.golden.GoldenFile;

/** The serving form of the image tower against the reference at the size it serves, 1520x912. */
class ImageEncoderParityIT {

    @ParameterizedTest
    @ValueSource(strings = {"b2", "b5"})
    void foldedEncoderAgreesAtTheReferenceSize(String network) {
        GoldenFile golden = GoldenFile.read("encoder-" + network + ".json");
        int cases = 0;
        for (JsonNode stored : golden.root().get("cases")) {
            if (stored.get("input").get("key").asText().endsWith("1520x912")) {
                ImageEncoderParityTest.foldedAgrees(network, golden, stored);
                cases++;
            }
        }
        assertThat(cases).isEqualTo(1);
    }
}
