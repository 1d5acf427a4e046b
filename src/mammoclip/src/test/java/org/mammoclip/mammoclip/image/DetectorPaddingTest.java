package org.mammoclip.mammoclip.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mammoclip.mammoclip.golden.GoldenFile;

/** The detector's backbone is the same network with other zeros around it. */
class DetectorPaddingTest {

    @ParameterizedTest
    @ValueSource(strings = {"efficientnet-b2", "efficientnet-b5"})
    void dependsOnKernelAndStrideOnlyAsTheReferenceHasIt(String name) {
        Map<List<Integer>, Padding> reference = new HashMap<>();
        for (JsonNode row :
                GoldenFile.read("detector.json").root().at("/retinanet_b2/backbone_padding_kernel_stride_lrtb")) {
            JsonNode sides = row.get(2);
            reference.put(
                    List.of(row.get(0).asInt(), row.get(1).asInt()),
                    new Padding(sides.get(0).asInt(), sides.get(1).asInt()));
        }
        assertThat(reference).hasSize(4);
        EfficientNetArchitecture detector = EfficientNetArchitecture.named(name).withDetectorPadding();
        assertThat(detector.stemPadding()).isEqualTo(reference.get(List.of(3, 2)));
        for (MbConv block : detector.blocks()) {
            assertThat(block.padding())
                    .as(block.toString())
                    .isEqualTo(reference.get(List.of(block.kernel(), block.stride())));
        }
    }

    @Test
    void differsFromTheEncodersAtTheStagesThatHalveTheImage() {
        assertThat(changed(EfficientNetArchitecture.B2))
                .isEqualTo(Map.of(5, new Padding(1, 2), 8, new Padding(0, 1), 16, new Padding(1, 2)));
        assertThat(changed(EfficientNetArchitecture.B5))
                .as("stage 3 of B5 pads alike in both")
                .isEqualTo(Map.of(13, new Padding(0, 1), 27, new Padding(1, 2)));
    }

    @Test
    void changesNothingElse() {
        EfficientNetArchitecture detector = EfficientNetArchitecture.B5.withDetectorPadding();
        assertThat(detector.parameters()).isEqualTo(EfficientNetArchitecture.B5.parameters());
        assertThat(detector.withDetectorPadding()).isEqualTo(detector);
    }

    private static Map<Integer, Padding> changed(EfficientNetArchitecture encoder) {
        Map<Integer, Padding> changed = new HashMap<>();
        List<MbConv> padded = encoder.withDetectorPadding().blocks();
        for (MbConv block : encoder.blocks()) {
            Padding padding = padded.get(block.index()).padding();
            if (!padding.equals(block.padding())) {
                changed.put(block.index(), padding);
            }
        }
        return changed;
    }
}
