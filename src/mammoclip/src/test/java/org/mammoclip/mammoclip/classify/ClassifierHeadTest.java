package org.mammoclip.mammoclip.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mammoclip.mammoclip.block.ParameterSpec;
import org.mammoclip.mammoclip.block.RandomParameters;
import org.mammoclip.mammoclip.golden.Agreement;
import org.mammoclip.mammoclip.golden.GoldenFile;
import org.mammoclip.mammoclip.golden.GoldenHeads;
import org.mammoclip.mammoclip.image.ImageEncoder;

class ClassifierHeadTest {

    @Test
    void whatTheHeadsStandOnIsTheReferences() {
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            GoldenHeads golden = GoldenHeads.read();
            JsonNode stored = golden.root().get("classifier").get(0);
            NDArray[] features = golden.features(manager);
            NDArray both = features[0].concat(features[1], 0);
            Agreement.assertMatches("raw features", both, stored.get("raw_features"));
            Agreement.assertMatches("pooled", ImageEncoder.pooled(both), stored.get("pool_features"));
        }
    }

    @Test
    void logitsOfOneAndOfFourOutputsAreTheReferences() {
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            GoldenHeads golden = GoldenHeads.read();
            NDArray[] pooled = golden.pooled(manager);
            for (JsonNode stored : golden.root().get("classifier")) {
                int outputs = stored.get("n_class").asInt();
                ClassifierHead head = ClassifierHead.load(
                        manager, GoldenFile.of(stored), golden.architecture().headChannels(), outputs);
                for (int image = 0; image < pooled.length; image++) {
                    float[] logits = head.logits(pooled[image]);
                    assertThat(logits).hasSize(outputs);
                    for (int i = 0; i < outputs; i++) {
                        double logit = logits[i];
                        assertThat(logit)
                                .isCloseTo(
                                        stored.get("logits").get(image).get(i).asDouble(), within(1e-5));
                        assertThat(1 / (1 + Math.exp(-logit)))
                                .isCloseTo(
                                        stored.get("sigmoid").get(image).get(i).asDouble(), within(1e-5));
                    }
                }
            }
        }
    }

    @Test
    void leavesNothingBehind() {
        List<ParameterSpec> specs = ClassifierHead.parameters(8, 3);
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            ClassifierHead head = ClassifierHead.load(manager, new RandomParameters(1, specs), 8, 3);
            NDArray pooled = manager.ones(new Shape(1, 8));
            int before = manager.getManagedArrays().size();
            assertThat(head.logits(pooled)).hasSize(3);
            assertThat(manager.getManagedArrays().size()).isEqualTo(before);
        }
    }

    @Test
    void refusesAnotherVectorAndAnswersThatAreNotFinite() {
        List<ParameterSpec> specs = ClassifierHead.parameters(8, 1);
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            ClassifierHead head = ClassifierHead.load(manager, new RandomParameters(1, specs), 8, 1);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> head.logits(manager.ones(new Shape(1, 9))))
                    .withMessageContaining("(1, 8)")
                    .withMessageContaining("(1, 9)");
            assertThatExceptionOfType(ArithmeticException.class)
                    .isThrownBy(() -> head.logits(manager.ones(new Shape(1, 8)).mul(Float.POSITIVE_INFINITY)));
        }
    }

    @Test
    void refusesAbsurdNumbersOfOutputs() {
        for (int outputs : new int[] {0, ClassifierHead.MAX_OUTPUTS + 1}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ClassifierHead.parameters(8, outputs))
                    .withMessageContaining("not " + outputs);
        }
    }
}
