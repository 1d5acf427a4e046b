package org.mammoclip.mammoclip.block;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import ai.djl.util.Pair;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mammoclip.mammoclip.image.EfficientNet;
import org.mammoclip.mammoclip.image.EfficientNetArchitecture;
import org.mammoclip.mammoclip.image.ImageEncoder;
import org.mammoclip.mammoclip.text.BertArchitecture;
import org.mammoclip.mammoclip.text.BertEncoder;

/** Both towers are DJL blocks: their parameters have the reference's names, take gradients, and move their statistics. */
class TrainableTowersTest {

    @Test
    void everyWeightOfTheImageTowerTakesAGradientAndStatisticsMove() {
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            EfficientNet tower = new EfficientNet(EfficientNetArchitecture.DEMO);
            tower.load(manager, new RandomParameters(3, tower.specs()), "");
            float[] meanBefore = value(tower, "_bn0.running_mean");
            NDArray images = manager.randomNormal(new Shape(4, 3, 64, 48));
            NDList output = backward(manager, tower, new NDList(images));
            assertThat(output.get(0).getShape()).isEqualTo(new Shape(4, 256));
            assertThat(output.get(1).getShape()).isEqualTo(new Shape(4, 256, 4, 3));
            assertGradients(tower);
            assertThat(value(tower, "_bn0.running_mean")).isNotEqualTo(meanBefore);
        }
    }

    @Test
    void everyWeightOfTheTextTowerTakesAGradient() {
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            BertEncoder tower = new BertEncoder(new BertArchitecture(20, 2, 16, 2, 32, 8));
            tower.load(manager, new RandomParameters(3, tower.specs()), "");
            NDArray ids = manager.create(new long[] {2, 5, 6, 3, 2, 7, 3, 0}, new Shape(2, 4));
            NDArray mask = manager.create(new float[] {0, 0, 0, 0, 0, 0, 0, -Float.MAX_VALUE}, new Shape(2, 1, 1, 4));
            NDList output = backward(manager, tower, new NDList(ids, mask));
            assertThat(output.get(0).getShape()).isEqualTo(new Shape(2, 4, 16));
            assertGradients(tower);
        }
    }

    @Test
    void anUntrainedTowerCanBeInitialisedByDjl() {
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            EfficientNet tower = new EfficientNet(EfficientNetArchitecture.DEMO);
            tower.initialize(manager, DataType.FLOAT32, new Shape(1, 3, 64, 48));
            assertThat(tower.getParameters().keys())
                    .containsExactlyElementsOf(
                            tower.specs().stream().map(ParameterSpec::name).toList());
            assertThat(tower.getOutputShapes(new Shape[] {new Shape(1, 3, 64, 48)}))
                    .containsExactly(new Shape(1, 256), new Shape(1, 256, 4, 3));
        }
    }

    @Test
    void publishedAndServingFormAgreeInEvaluationMode() {
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            RandomParameters parameters = new RandomParameters(3, EfficientNetArchitecture.DEMO.parameters());
            EfficientNet published = new EfficientNet(EfficientNetArchitecture.DEMO);
            published.load(manager, parameters, "");
            NDArray images = manager.randomNormal(new Shape(2, 3, 65, 47));
            NDList output = published.forward(new ParameterStore(manager, false), new NDList(images), false);
            try (ImageEncoder serving = ImageEncoder.load(manager, EfficientNetArchitecture.DEMO, parameters, "")) {
                NDArray features = serving.features(images);
                float[] expected = output.get(1).toFloatArray();
                assertThat(org.mammoclip.mammoclip.golden.Agreement.relativeL2(features.toFloatArray(), expected))
                        .isLessThan(1e-5);
            }
        }
    }

    private static NDList backward(NDManager manager, NamedParameterBlock tower, NDList inputs) {
        for (Pair<String, Parameter> parameter : tower.getParameters()) {
            if (parameter.getValue().requiresGradient()) {
                parameter.getValue().getArray().setRequiresGradient(true);
            }
        }
        ParameterStore store = new ParameterStore(manager, false);
        try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            NDList output = tower.forward(store, inputs, true);
            NDArray weights = manager.randomNormal(output.get(0).getShape());
            collector.backward(output.get(0).mul(weights).sum());
            return output;
        }
    }

    private static void assertGradients(NamedParameterBlock tower) {
        List<String> without = tower.getParameters().stream()
                .filter(parameter -> parameter.getValue().requiresGradient())
                .filter(parameter -> {
                    float[] gradient =
                            parameter.getValue().getArray().getGradient().toFloatArray();
                    boolean moved = false;
                    for (float value : gradient) {
                        assertThat(value).as(parameter.getKey()).isFinite();
                        moved |= value != 0;
                    }
                    return !moved;
                })
                .map(Pair::getKey)
                .toList();
        assertThat(without).isEmpty();
    }

    private static float[] value(NamedParameterBlock tower, String name) {
        return tower.getParameters().get(name).getArray().toFloatArray();
    }
}
