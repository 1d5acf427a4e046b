package org.mammoclip.mammoclip.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mammoclip.mammoclip.golden.GoldenFile;

class ClassificationLossTest {

    @Test
    void binaryLossIsTheReferencesAlsoForUnknownLabels() {
        JsonNode stored = GoldenFile.read("losses.json").root().get("classification_bce");
        int[] targets = {1, 0, -1, 1, -1, 0};
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            double loss = LossValue.finite(
                    "bce", BinaryLoss.UNWEIGHTED.of(manager.create(GoldenFile.floats(stored.get("logits"))), targets));
            assertThat(loss).isCloseTo(stored.get("loss").asDouble(), within(1e-6));
        }
        assertThat(targets).containsExactly(1, 0, -1, 1, -1, 0);
    }

    @Test
    void aPositiveRowCountsAsOftenAsItsWeightSays() {
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            double weighted = LossValue.finite(
                    "bce", new BinaryLoss(3).of(manager.create(new float[] {0.3f, -0.7f}), new int[] {1, 0}));
            double positive = Math.log1p(Math.exp(-0.3));
            double negative = Math.log1p(Math.exp(-0.7));
            assertThat(weighted).isCloseTo((3 * positive + negative) / 2, within(1e-6));
        }
    }

    @Test
    void theWeightIsNegativesPerPositive() {
        int[] rows = new int[15_402 + 989];
        Arrays.fill(rows, 0, 989, 1);
        assertThat(BinaryLoss.balancing(rows).positiveWeight()).isCloseTo(15.5733, within(5e-5));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BinaryLoss.balancing(new int[] {0, 0}))
                .withMessageContaining("0 positive and 2 negative");
        assertThatIllegalArgumentException().isThrownBy(() -> BinaryLoss.balancing(new int[] {1}));
        assertThatIllegalArgumentException().isThrownBy(() -> new BinaryLoss(0));
        assertThatIllegalArgumentException().isThrownBy(() -> new BinaryLoss(Double.NaN));
    }

    @Test
    void hugeLogitsCostWhatTheySayAndNoNaN() {
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            assertThat(LossValue.finite(
                            "bce",
                            BinaryLoss.UNWEIGHTED.of(manager.create(new float[] {-1000, 1000}), new int[] {1, 1})))
                    .isCloseTo(500, within(1e-3));
        }
    }

    @Test
    void categoryLossIsMinusTheLogOfTheChosenSoftmax() {
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            double loss = LossValue.finite(
                    "density", CategoryLoss.of(manager.create(new float[][] {{0, 1, 2, 3}, {1, 1, 1, 1}}), new int[] {
                        3, 0
                    }));
            double first = Math.log(1 + Math.exp(-1) + Math.exp(-2) + Math.exp(-3));
            assertThat(loss).isCloseTo((first + Math.log(4)) / 2, within(1e-6));
        }
    }

    @Test
    void gradientsAreThoseOfFiniteDifferences() {
        Gradients.check(
                List.of(Gradients.draw("logits", 6)),
                List.of(new Shape(6, 1)),
                list -> new BinaryLoss(15.5).of(list.get(0), new int[] {1, 0, -1, 1, 0, 0}));
        Gradients.check(
                List.of(Gradients.draw("classes", 12)),
                List.of(new Shape(3, 4)),
                list -> CategoryLoss.of(list.get(0), new int[] {3, 0, 2}));
    }

    @Test
    void labelsThatDoNotFitAreRefused() {
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            var logits = manager.zeros(new Shape(2, 4));
            assertThatIllegalArgumentException().isThrownBy(() -> CategoryLoss.of(logits, new int[] {0}));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> CategoryLoss.of(logits, new int[] {0, 4}))
                    .withMessageContaining("class 4 in row 1");
            assertThatIllegalArgumentException().isThrownBy(() -> BinaryLoss.UNWEIGHTED.of(logits, new int[] {0, 1}));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> BinaryLoss.UNWEIGHTED.of(manager.zeros(new Shape(1)), new int[] {2}))
                    .withMessageContaining("target 2 in row 0");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> BinaryLoss.UNWEIGHTED.of(manager.zeros(new Shape(0)), new int[0]));
        }
    }
}
