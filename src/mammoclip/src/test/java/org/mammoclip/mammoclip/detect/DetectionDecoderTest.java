package org.mammoclip.mammoclip.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mammoclip.mammoclip.detect.DetectionDecoder.Edges;
import org.mammoclip.mammoclip.golden.GoldenFile;

class DetectionDecoderTest {
    private static final float SURE = 4;
    private static final float NO = -9;

    private final JsonNode golden = GoldenFile.read("detector.json").root();
    private final Anchors anchors = Anchors.of(64, 64);
    private final DetectionDecoder decoder = new DetectionDecoder(anchors, 64, 64);
    private final float[] offsets = new float[4 * anchors.count()];
    private final float[] logits = new float[2 * anchors.count()];

    DetectionDecoderTest() {
        Arrays.fill(logits, NO);
    }

    @Test
    void overlapIsTheReferences() {
        JsonNode stored = golden.get("iou");
        for (int i = 0; i < stored.get("a").size(); i++) {
            for (int j = 0; j < stored.get("b").size(); j++) {
                double overlap =
                        box(stored.get("a").get(i)).overlap(box(stored.get("b").get(j)));
                assertThat(overlap).isCloseTo(stored.get("iou").get(i).get(j).asDouble(), within(1e-6));
            }
        }
    }

    @Test
    void movedAndClippedBoxesAreTheReferences() {
        JsonNode stored = golden.get("box_transform");
        for (int i = 0; i < stored.get("boxes").size(); i++) {
            Anchors anchor =
                    Anchors.ofCorners(GoldenFile.floats(stored.get("anchors").get(i)));
            DetectionDecoder small = new DetectionDecoder(anchor, 128, 160);
            Edges moved = small.box(0, GoldenFile.floats(stored.get("deltas").get(i)));
            assertSame(moved, stored.get("boxes").get(i));
            assertSame(
                    moved.within(128, 160), stored.get("clipped_to_h128_w160").get(i));
        }
    }

    @Test
    void theBetterOfTwoOverlappingBoxesStaysWhateverTheirClasses() {
        logits[2 * 300] = 1;
        logits[2 * 301 + 1] = 2;
        assertThat(at(300).overlap(at(301))).isGreaterThan(0.5);
        List<Detection> found = decoder.decode(offsets, logits, 0.05, 0.5, 100);
        assertThat(found).hasSize(1);
        assertThat(found.get(0).classIndex()).isEqualTo(1);
        assertThat(decoder.decode(offsets, logits, 0.05, 0.9, 100)).hasSize(2);
    }

    @Test
    void equalScoresKeepTheOrderOfTheAnchorsAndTheNumberIsBounded() {
        for (int cell = 0; cell < 8; cell++) {
            logits[2 * (3 + 9 * 9 * cell)] = SURE;
        }
        List<Detection> found = decoder.decode(offsets, logits, 0.05, 1, 100);
        assertThat(found).hasSize(8).isSortedAccordingTo((a, b) -> Double.compare(a.left(), b.left()));
        assertThat(decoder.decode(offsets, logits, 0.05, 1, 3)).isEqualTo(found.subList(0, 3));
    }

    @Test
    void aScoreAtTheThresholdIsNotEnough() {
        logits[0] = 0;
        assertThat(decoder.decode(offsets, logits, 0.5, 0.5, 100)).isEmpty();
        assertThat(decoder.decode(offsets, logits, 0.4999999, 0.5, 100)).hasSize(1);
    }

    @Test
    void aBoxBesideTheImageIsNoBox() {
        logits[0] = SURE;
        offsets[0] = 100;
        assertThat(decoder.decode(offsets, logits, 0.05, 0.5, 100)).isEmpty();
        offsets[0] = 0;
        offsets[2] = 1e6f;
        Detection wide = decoder.decode(offsets, logits, 0.05, 0.5, 100).get(0);
        assertThat(wide.left()).isZero();
        assertThat(wide.right()).isEqualTo(64);
    }

    @Test
    void answersThatAreNotFiniteAreAnError() {
        logits[5] = Float.NaN;
        assertThatExceptionOfType(ArithmeticException.class)
                .isThrownBy(() -> decoder.decode(offsets, logits, 0.05, 0.5, 100))
                .withMessageContaining("class score");
        logits[5] = 0;
        offsets[9] = Float.POSITIVE_INFINITY;
        assertThatExceptionOfType(ArithmeticException.class)
                .isThrownBy(() -> decoder.decode(offsets, logits, 0.05, 0.5, 100))
                .withMessageContaining("box offset");
    }

    @Test
    void aDetectionIsABoxWithAScore() {
        double[][] bad = {
            {5, 0, 5, 1, 0.5}, {0, 2, 1, 1, 0.5}, {0, 0, Double.NaN, 1, 0.5}, {0, 0, 1, 1, 0}, {0, 0, 1, 1, 2}
        };
        for (double[] box : bad) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new Detection(box[0], box[1], box[2], box[3], box[4], 0));
        }
        assertThat(Detection.imageScore(List.of(), 0)).isZero();
    }

    private Detection at(int anchor) {
        return decoder.box(anchor, offsets).within(64, 64).found(1, 0);
    }

    private static Detection box(JsonNode edges) {
        return new Detection(
                edges.get(0).asDouble(),
                edges.get(1).asDouble(),
                edges.get(2).asDouble(),
                edges.get(3).asDouble(),
                1,
                0);
    }

    private static void assertSame(Edges box, JsonNode edges) {
        assertThat(box.left()).isCloseTo(edges.get(0).asDouble(), within(1e-4));
        assertThat(box.top()).isCloseTo(edges.get(1).asDouble(), within(1e-4));
        assertThat(box.right()).isCloseTo(edges.get(2).asDouble(), within(1e-4));
        assertThat(box.bottom()).isCloseTo(edges.get(3).asDouble(), within(1e-4));
    }
}
