package org.mammoclip.mammoclip.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.mammoclip.mammoclip.golden.Agreement;
import org.mammoclip.mammoclip.golden.GoldenFile;

/** Against the reference's anchors of three image sizes and the stored first cell. */
class AnchorsTest {

    @Test
    void areTheReferencesForEverySizeStored() {
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            for (JsonNode stored : GoldenFile.read("detector.json").root().get("anchors")) {
                int rows = stored.get("image").get(0).asInt();
                int columns = stored.get("image").get(1).asInt();
                Anchors anchors = Anchors.of(rows, columns);
                float[] corners = anchors.toArray();
                Agreement.assertMatches(
                        rows + "x" + columns, manager.create(corners, new Shape(1, anchors.count(), 4)), stored);
                assertBoxes(Arrays.copyOfRange(corners, 0, 18 * 4), stored.get("first18"));
                assertBoxes(Arrays.copyOfRange(corners, corners.length - 9 * 4, corners.length), stored.get("last9"));
            }
        }
    }

    @Test
    void trainingSizeHas49104AndTheFirstCellIsKnown() {
        Anchors anchors = Anchors.of(RetinaNet.SIDE, RetinaNet.SIDE);
        assertThat(anchors.count()).isEqualTo(49_104);
        assertThat((double) anchors.left(0)).isCloseTo(-18.6274, within(1e-4));
        assertThat((double) anchors.top(0)).isCloseTo(-7.3137, within(1e-4));
        assertThat((double) anchors.right(2)).isCloseTo(39.9188, within(1e-4));
        assertThat((double) anchors.bottom(5)).isCloseTo(29.3984, within(1e-4));
        for (int shape = 0; shape < 3; shape++) {
            assertThat(anchors.left(6 + shape))
                    .as("the last three are the first three transposed")
                    .isEqualTo(anchors.top(shape));
        }
    }

    @Test
    void refusesAnImageWithoutPixels() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Anchors.of(0, 512))
                .withMessageContaining("0x512");
    }

    private static void assertBoxes(float[] corners, JsonNode expected) {
        int next = 0;
        for (JsonNode box : expected) {
            for (JsonNode edge : box) {
                assertThat((double) corners[next++]).isCloseTo(edge.asDouble(), within(1e-4));
            }
        }
        assertThat(next).isEqualTo(corners.length);
    }
}
