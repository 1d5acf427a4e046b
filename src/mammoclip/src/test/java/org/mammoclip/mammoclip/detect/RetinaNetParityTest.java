package org.mammoclip.mammoclip.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.mammoclip.mammoclip.golden.Agreement;
import org.mammoclip.mammoclip.golden.GoldenDetector;
import org.mammoclip.mammoclip.golden.GoldenFile;
import org.mammoclip.mammoclip.image.EfficientNet;
import org.mammoclip.mammoclip.image.EfficientNetArchitecture;
import org.mammoclip.mammoclip.image.ImageEncoder;

/**
 * One forward pass of RetinaNet on B2 at 256x192 against the reference's numbers: inner activations within the bounds of {@link
 * Agreement}, edges of boxes within a thousandth of a pixel, scores within 1e-5.
 */
class RetinaNetParityTest {
    private static final double EDGE_PIXELS = 1e-3;
    private static final double SCORE = 1e-5;

    private final GoldenDetector golden = GoldenDetector.read();
    private final JsonNode stored = golden.root();
    private final JsonNode activations = stored.get("intermediate");
    private final int classes = stored.get("num_classes").asInt();

    @Test
    void everyStoredActivationAgrees() {
        EfficientNetArchitecture architecture = EfficientNetArchitecture.B2.withDetectorPadding();
        PyramidTaps taps = PyramidTaps.of(architecture);
        List<String> seen = new ArrayList<>();
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            NDArray input = golden.input(manager);
            EfficientNet backbone = new EfficientNet(architecture);
            backbone.load(manager, golden, DetectorParameters.BACKBONE);
            backbone.features(input, (name, activation) -> check(seen, name, activation));
            ImageEncoder serving = ImageEncoder.load(manager, architecture, golden, DetectorParameters.BACKBONE);
            PyramidMaps maps = taps.maps(serving, input);
            check(seen, "C3", maps.c3());
            check(seen, "C4", maps.c4());
            check(seen, "C5", maps.c5());
            List<NDArray> levels = FeaturePyramid.load(manager, golden, taps).applyAndClose(maps);
            for (int i = 0; i < levels.size(); i++) {
                check(seen, "P" + (i + 3), levels.get(i));
            }
            int anchors = Anchors.of(256, 192).count();
            float[] offsets = answers(PyramidHead.load(manager, golden, DetectorParameters.BOXES, 4), levels);
            check(seen, "regression", manager.create(offsets, new Shape(1, anchors, 4)));
            float[] logits = answers(PyramidHead.load(manager, golden, DetectorParameters.CLASSES, classes), levels);
            for (int i = 0; i < logits.length; i++) {
                logits[i] = (float) (1 / (1 + Math.exp(-logits[i])));
            }
            check(seen, "classification", manager.create(logits, new Shape(1, anchors, classes)));
        }
        List<String> names = new ArrayList<>();
        activations.fieldNames().forEachRemaining(names::add);
        assertThat(seen).containsExactlyInAnyOrderElementsOf(names);
    }

    @Test
    void detectionsAreTheReferencesInItsOrder() {
        try (NDManager manager = NDManager.newBaseManager(Device.cpu());
                RetinaNet detector = RetinaNet.load(manager, EfficientNetArchitecture.B2, classes, golden)) {
            NDArray input = golden.input(manager);
            List<Detection> found = detector.detect(
                    input, RetinaNet.REFERENCE_MIN_SCORE, RetinaNet.REFERENCE_OVERLAP, RetinaNet.MAX_DETECTIONS);
            assertThat(found).hasSize(stored.get("detections").asInt());
            assertThat(detector.detect(input, RetinaNet.REFERENCE_MIN_SCORE, 1, RetinaNet.MAX_DETECTIONS))
                    .as("boxes above the least score, none suppressed")
                    .hasSize(stored.get("candidates_over_0.05").asInt());
            double edge = 0;
            double score = 0;
            for (int i = 0; i < stored.get("scores").size(); i++) {
                Detection detection = found.get(i);
                assertThat(detection.classIndex())
                        .as("class of detection " + i)
                        .isEqualTo(stored.get("labels").get(i).asInt());
                float[] box = GoldenFile.floats(stored.get("boxes").get(i));
                double[] edges = {detection.left(), detection.top(), detection.right(), detection.bottom()};
                for (int side = 0; side < 4; side++) {
                    edge = Math.max(edge, Math.abs(edges[side] - box[side]));
                }
                score = Math.max(
                        score,
                        Math.abs(detection.score() - stored.get("scores").get(i).asDouble()));
            }
            System.out.printf("RetinaNet B2: edges within %.1e pixels, scores within %.1e%n", edge, score);
            assertThat(edge).isLessThanOrEqualTo(EDGE_PIXELS);
            assertThat(score).isLessThanOrEqualTo(SCORE);
            assertThat(Detection.imageScore(found, 1))
                    .isCloseTo(stored.get("scores").get(0).asDouble(), within(SCORE));
            assertThat(detector.detect(input, 0.05, 0.5, 7)).isEqualTo(found.subList(0, 7));
            assertThat(detector.detect(input, 0.3, 0.5, 100))
                    .as("levels without a candidate are passed over")
                    .isEqualTo(found.stream().filter(box -> box.score() > 0.3).toList())
                    .isNotEmpty();
        }
    }

    @Test
    void bothFormsOfTheB5BackboneAgreeUnderTheDetectorsPadding() {
        EfficientNetArchitecture architecture = EfficientNetArchitecture.B5.withDetectorPadding();
        PyramidTaps taps = PyramidTaps.of(architecture);
        GoldenFile parameters = GoldenFile.read("encoder-b5.json");
        try (NDManager manager = NDManager.newBaseManager(Device.cpu());
                ImageEncoder serving = ImageEncoder.load(manager, architecture, parameters, "image_encoder.")) {
            NDArray input = golden.input(manager);
            PyramidMaps maps = taps.maps(serving, input);
            Map<String, NDArray> served = Map.of("block.26", maps.c3(), "block.37", maps.c4(), "head.out", maps.c5());
            List<String> seen = new ArrayList<>();
            EfficientNet published = new EfficientNet(architecture);
            published.load(manager, parameters, "image_encoder.");
            published.features(input, (name, activation) -> {
                NDArray map = served.get(name);
                if (map != null) {
                    assertThat(map.getShape()).isEqualTo(activation.getShape());
                    assertThat(Agreement.relativeL2(map.toFloatArray(), activation.toFloatArray()))
                            .as(name)
                            .isLessThanOrEqualTo(Agreement.RELATIVE_L2);
                    seen.add(name);
                }
            });
            assertThat(seen).hasSize(3);
        }
    }

    private static float[] answers(PyramidHead head, List<NDArray> levels) {
        List<float[]> parts = levels.stream().map(head::answers).toList();
        float[] whole = new float[parts.stream().mapToInt(part -> part.length).sum()];
        int next = 0;
        for (float[] part : parts) {
            System.arraycopy(part, 0, whole, next, part.length);
            next += part.length;
        }
        return whole;
    }

    private void check(List<String> seen, String name, NDArray activation) {
        if (activations.has(name)) {
            Agreement.assertMatches(name, activation, activations.get(name));
            seen.add(name);
        }
    }
}
