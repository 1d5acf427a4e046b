package org.mammoclip.mammoclip.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mammoclip.mammoclip.golden.GoldenFile;

class AttributeLossTest {
    private static final boolean[][] LABELS = {{true, false}, {false, true}, {true, true}};

    @Test
    void lossesOfTheStoredScoresAreTheReferences() {
        JsonNode factor = GoldenFile.read("heads.json").root().get("factor");
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            JsonNode stored = factor.get("image_max_similarity_as_published");
            NDArray scores =
                    manager.create(new float[][] {GoldenFile.floats(stored.get(0)), GoldenFile.floats(stored.get(1))});
            assertThat(factor.get("loss_cases")).hasSize(3);
            for (JsonNode example : factor.get("loss_cases")) {
                boolean[][] present = new boolean[2][2];
                for (int image = 0; image < 2; image++) {
                    for (int k = 0; k < 2; k++) {
                        present[image][k] =
                                example.get("labels").get(image).get(k).asInt() == 1;
                    }
                }
                assertThat(LossValue.finite("attribute", AttributeLoss.REFERENCE.of(scores, present)))
                        .isCloseTo(example.get("loss").asDouble(), within(1e-6));
            }
        }
    }

    @Test
    void theWorkedExampleHasItsLoss() {
        assertThat(worked(0.07)).isCloseTo(0.0088756, within(1e-6));
    }

    @Test
    void thePapersTemperatureOverflowsNothing() {
        // exp(0.9 / 0.007) is 1e56: too large for float32, but its logarithm is not
        assertThat(worked(0.007)).isBetween(0.0, 1e-6);
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            AttributeLoss loss = new AttributeLoss(0.007);
            NDArray wrongWayRound = manager.create(new float[] {-1, 1}, new Shape(2, 1, 1));
            assertThat(LossValue.finite("attribute", loss.of(loss.scores(wrongWayRound), new boolean[][] {
                        {true}, {false}
                    })))
                    .isCloseTo(2 / 0.007, within(1e-2));
        }
    }

    @Test
    void theScoreIsTheBestChannelOverTheTemperature() {
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            NDArray cosines = manager.create(new float[] {.1f, .2f, .7f, -.3f, .5f, -.9f}, new Shape(1, 3, 2));
            assertThat(new AttributeLoss(0.5).scores(cosines).toFloatArray()).containsExactly(1.4f, 0.4f);
        }
    }

    @Test
    void aPositiveImageCountsAsOneInTheContrast() {
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            NDArray scores = manager.create(new float[][] {{2}, {5}});
            double alone =
                    LossValue.finite("attribute", AttributeLoss.REFERENCE.of(scores, new boolean[][] {{true}, {true}}));
            double expected = (Math.log(Math.exp(2) + 2) - 2 + Math.log(Math.exp(5) + 2) - 5) / 2;
            assertThat(alone).isCloseTo(expected, within(1e-6));
        }
    }

    @Test
    void gradientsAreThoseOfFiniteDifferences() {
        AttributeLoss loss = new AttributeLoss(0.3);
        Gradients.check(
                List.of(Gradients.draw("cosines", 3 * 4 * 2)),
                List.of(new Shape(3, 4, 2)),
                list -> loss.of(loss.scores(list.get(0)), LABELS));
    }

    @Test
    void labelsThatDoNotFitAreRefused() {
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            NDArray scores = manager.zeros(new Shape(2, 2));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> AttributeLoss.REFERENCE.of(scores, new boolean[2][2]))
                    .withMessageContaining("nothing to learn");
            assertThatIllegalArgumentException().isThrownBy(() -> AttributeLoss.REFERENCE.of(scores, LABELS));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> AttributeLoss.REFERENCE.of(scores, new boolean[][] {{true}, {true}}))
                    .withMessageContaining("1 labels for 2 attributes");
        }
        assertThatIllegalArgumentException().isThrownBy(() -> new AttributeLoss(0));
    }

    private static double worked(double temperature) {
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            NDArray scores = manager.create(new float[][] {{.9f, .1f}, {.2f, .8f}, {.5f, .4f}})
                    .div(temperature);
            return LossValue.finite("attribute", new AttributeLoss(temperature).of(scores, LABELS));
        }
    }
}
