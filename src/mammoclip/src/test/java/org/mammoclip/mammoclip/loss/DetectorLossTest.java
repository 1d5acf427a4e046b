package org.mammoclip.mammoclip.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mammoclip.mammoclip.golden.Agreement;
import org.mammoclip.mammoclip.golden.GoldenFile;
import org.mammoclip.mammoclip.golden.GoldenScheme;

class DetectorLossTest {
    private static final JsonNode GOLDEN = GoldenFile.read("detector.json").root();

    @Test
    void overlapsAreTheReferences() {
        JsonNode iou = GOLDEN.get("iou");
        for (int row = 0; row < iou.get("a").size(); row++) {
            float[] anchor = GoldenFile.floats(iou.get("a").get(row));
            for (int column = 0; column < iou.get("b").size(); column++) {
                double actual = AnchorTargets.intersectionOverUnion(
                        anchor, 0, box(iou.get("b").get(column), 0));
                assertThat(actual).isCloseTo(iou.get("iou").get(row).get(column).asDouble(), within(1e-6));
            }
        }
    }

    @Test
    void lossesAndGradientsAreTheReferences() {
        JsonNode stored = GOLDEN.get("focal_loss");
        int count = stored.get("anchors").asInt();
        float[] anchors = anchors(64);
        assertThat(anchors).hasSize(4 * count);
        float[] logits = GoldenScheme.parameter("b2/focal/cls", 2 * count * 2, -2, 4, false);
        float[] deltas = GoldenScheme.parameter("b2/focal/reg", 2 * count * 4, 0, 2, false);
        assertThat(stored.get("cases")).hasSize(5);
        for (JsonNode example : stored.get("cases")) {
            String name = example.get("name").asText();
            try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
                NDArray probabilities = ai.djl.nn.Activation.sigmoid(manager.create(logits, new Shape(2, count, 2)));
                NDArray regression = manager.create(deltas, new Shape(2, count, 4));
                probabilities.setRequiresGradient(true);
                regression.setRequiresGradient(true);
                DetectorLoss loss = new DetectorLoss(
                        example.get("alpha").asDouble(), example.get("gamma").asDouble());
                try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
                    DetectorLoss.Terms terms =
                            loss.of(probabilities, regression, anchors, boxes(example.get("annotations")));
                    double classification = example.get("classification_loss").asDouble();
                    assertThat(LossValue.finite("classification", terms.classification()))
                            .as(name)
                            .isCloseTo(classification, within(1e-7 + 2e-6 * classification));
                    double localisation = example.get("regression_loss").asDouble();
                    assertThat(LossValue.finite("regression", terms.regression()))
                            .as(name)
                            .isCloseTo(localisation, within(1e-7 + 2e-6 * localisation));
                    collector.backward(terms.total());
                    assertGradient(name, probabilities, example.get("grad_classification"));
                    assertGradient(name, regression, example.get("grad_regression"));
                }
            }
        }
    }

    @Test
    void gradientsAreThoseOfFiniteDifferences() {
        float[] anchors = {0, 0, 16, 16, 8, 8, 24, 24, 40, 40, 56, 56, 0, 0, 14, 18, 2, 1, 20, 17};
        List<List<TargetBox>> boxes =
                List.of(List.of(new TargetBox(1, 2, 15, 17, 1), new TargetBox(9, 9, 23, 25, 0)), List.of());
        double[] probabilities = Gradients.draw("p", 2 * 5 * 2);
        for (int i = 0; i < probabilities.length; i++) {
            probabilities[i] = 0.5 + 0.45 * probabilities[i];
        }
        Gradients.check(
                List.of(probabilities, Gradients.draw("r", 2 * 5 * 4)),
                List.of(new Shape(2, 5, 2), new Shape(2, 5, 4)),
                list -> new DetectorLoss(0.6, 1.5)
                        .of(list.get(0), list.get(1), anchors, boxes)
                        .total());
    }

    @Test
    void anchorsBetweenTheThresholdsAreIgnored() {
        // overlap of 16x16 with 16xH is H/16 for H up to 16
        float[] anchors = {0, 0, 16, 16};
        for (double[] heightAndState : new double[][] {{8, 1}, {7, 0}, {6, -1}}) {
            AnchorTargets targets =
                    new AnchorTargets(anchors, List.of(new TargetBox(0, 0, 16, heightAndState[0], 0)), 1);
            assertThat(targets.isClass[0] - targets.isNotClass[0]).isEqualTo((float) heightAndState[1]);
        }
    }

    @Test
    void aPerfectDetectorHasAlmostNoLossAndAShiftedBoxCostsItsDistance() {
        float[] anchors = {0, 0, 20, 20};
        List<List<TargetBox>> boxes = List.of(List.of(new TargetBox(2, 0, 22, 20, 0)));
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            NDArray certain = manager.ones(new Shape(1, 1, 1));
            NDArray right = manager.create(new float[] {1, 0, 0, 0}, new Shape(1, 1, 4));
            DetectorLoss.Terms good = DetectorLoss.REFERENCE.of(certain, right, anchors, boxes);
            assertThat(LossValue.finite("total", good.total())).isBetween(0.0, 1e-8);
            DetectorLoss.Terms off = DetectorLoss.REFERENCE.of(certain, right.zerosLike(), anchors, boxes);
            assertThat(LossValue.finite("regression", off.regression())).isCloseTo((1 - 0.5 / 9) / 4, within(1e-6));
        }
    }

    @Test
    void anImageWithoutBoxesAddsNothingOrAllItsAnchorsAsNegatives() {
        float[] anchors = {0, 0, 20, 20, 5, 5, 25, 25};
        List<List<TargetBox>> boxes = List.of(List.of());
        DetectorLoss negative = new DetectorLoss(0.25, 2, DetectorLoss.Empty.NEGATIVE);
        Gradients.check(
                List.of(new double[] {0.3, 0.8}, new double[8]),
                List.of(new Shape(1, 2, 1), new Shape(1, 2, 4)),
                list -> negative.of(list.get(0), list.get(1), anchors, boxes).total());
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            NDArray probabilities = manager.create(new float[] {0.3f, 0.8f}, new Shape(1, 2, 1));
            NDArray offsets = manager.ones(new Shape(1, 2, 4));
            double nothing = LossValue.finite(
                    "total",
                    DetectorLoss.REFERENCE
                            .of(probabilities, offsets, anchors, boxes)
                            .total());
            assertThat(nothing).isZero();
            double expected = -0.75 * (0.09 * Math.log(0.7) + 0.64 * Math.log(0.2));
            double actual = LossValue.finite(
                    "total", negative.of(probabilities, offsets, anchors, boxes).total());
            assertThat(actual).isCloseTo(expected, within(1e-6));
        }
    }

    @Test
    void shapesAndBoxesThatDoNotFitAreRefused() {
        float[] anchors = {0, 0, 16, 16};
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            NDArray probabilities = manager.ones(new Shape(1, 1, 1));
            NDArray regression = manager.ones(new Shape(1, 1, 4));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> DetectorLoss.REFERENCE.of(probabilities, regression, anchors, List.of()));
            assertThatIllegalArgumentException()
                    .isThrownBy(() ->
                            DetectorLoss.REFERENCE.of(probabilities, regression, new float[8], List.of(List.of())));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> DetectorLoss.REFERENCE.of(
                            probabilities, regression, anchors, List.of(List.of(new TargetBox(0, 0, 1, 1, 1)))))
                    .withMessageContaining("class 1");
        }
        assertThatIllegalArgumentException().isThrownBy(() -> new TargetBox(3, 0, 3, 1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new TargetBox(0, 0, Double.NaN, 1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new TargetBox(0, 0, 1, 1, -1));
        assertThatIllegalArgumentException().isThrownBy(() -> new DetectorLoss(1, 2));
        assertThatIllegalArgumentException().isThrownBy(() -> new DetectorLoss(0.25, -1));
    }

    private static void assertGradient(String name, NDArray input, JsonNode expected) {
        if (expected.isNull()) {
            // the reference's loss does not depend on the input at all; ours says so with zeros
            assertThat(input.getGradient().abs().max().getFloat()).as(name).isZero();
        } else {
            Agreement.assertMatches(name, input.getGradient(), expected);
        }
    }

    private static List<List<TargetBox>> boxes(JsonNode annotations) {
        List<List<TargetBox>> images = new ArrayList<>();
        for (JsonNode image : annotations) {
            List<TargetBox> boxes = new ArrayList<>();
            for (JsonNode row : image) {
                if (row.get(4).asInt() >= 0) {
                    boxes.add(box(row, row.get(4).asInt()));
                }
            }
            images.add(boxes);
        }
        return images;
    }

    private static TargetBox box(JsonNode row, int classIndex) {
        return new TargetBox(
                row.get(0).asDouble(),
                row.get(1).asDouble(),
                row.get(2).asDouble(),
                row.get(3).asDouble(),
                classIndex);
    }

    /** Levels 3 to 7 of a square image, in the reference's order. */
    private static float[] anchors(int side) {
        List<Float> corners = new ArrayList<>();
        for (int level = 3; level <= 7; level++) {
            int stride = 1 << level;
            int cells = (side + stride - 1) / stride;
            for (int cell = 0; cell < cells * cells; cell++) {
                double x = (cell % cells + 0.5) * stride;
                double y = (cell / cells + 0.5) * stride;
                for (double ratio : new double[] {0.5, 1, 2}) {
                    for (int third = 0; third < 3; third++) {
                        double size = 4 * stride * Math.pow(2, third / 3.0);
                        double width = size / Math.sqrt(ratio);
                        double height = width * ratio;
                        corners.add((float) (x - width / 2));
                        corners.add((float) (y - height / 2));
                        corners.add((float) (x + width / 2));
                        corners.add((float) (y + height / 2));
                    }
                }
            }
        }
        float[] flat = new float[corners.size()];
        for (int i = 0; i < flat.length; i++) {
            flat[i] = corners.get(i);
        }
        return flat;
    }
}
