package org.mammoclip.mammoclip.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mammoclip.mammoclip.block.ParameterSource;
import org.mammoclip.mammoclip.block.RandomParameters;
import org.mammoclip.mammoclip.image.EfficientNetArchitecture;
import org.mammoclip.mammoclip.loss.DetectorLoss;
import org.mammoclip.mammoclip.loss.LossValue;
import org.mammoclip.mammoclip.loss.TargetBox;
import org.mammoclip.mammoclip.random.SplitMix64;

/** The detector as it is trained: the same function as the one that serves, and gradients that are its slopes. */
class TrainableRetinaNetTest {
    private static final EfficientNetArchitecture SMALL = EfficientNetArchitecture.DEMO;
    private static final DetectorLoss LOSS = new DetectorLoss(0.25, 2, DetectorLoss.Empty.NEGATIVE);
    private static final double OUTPUT_WEIGHT = 1e-4;
    private static final List<List<TargetBox>> BOXES =
            List.of(List.of(new TargetBox(2, 4, 20, 22, 0), new TargetBox(15, 8, 31, 28, 1)), List.<TargetBox>of());

    private final NDManager manager = NDManager.newBaseManager(Device.cpu());
    private final ParameterSource random = new RandomParameters(7, RetinaNet.parameters(SMALL, 2));

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void findsTheBoxesOfTheFormThatServes() {
        try (TrainableRetinaNet trainable = load(learned(), BackboneTraining.LEARNED);
                RetinaNet serving = RetinaNet.load(manager, SMALL, 2, learned())) {
            NDArray images = images(2, 64, 96);
            List<List<Detection>> found = trainable.decode(trainable.evaluate(images), 64, 96, 0, 0.5, 40);
            assertThat(found).hasSize(2);
            for (int image = 0; image < 2; image++) {
                NDArray one = images.get(image).expandDims(0);
                List<Detection> expected = serving.detect(one, 0, 0.5, 40);
                assertThat(found.get(image)).hasSameSizeAs(expected);
                for (int i = 0; i < expected.size(); i++) {
                    Detection wanted = expected.get(i);
                    Detection actual = found.get(image).get(i);
                    assertThat(actual.score()).isCloseTo(wanted.score(), within(1e-6));
                    assertThat(actual.left()).isCloseTo(wanted.left(), within(1e-3));
                    assertThat(actual.bottom()).isCloseTo(wanted.bottom(), within(1e-3));
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(BackboneTraining.class)
    void gradientsAreThoseOfFiniteDifferences(BackboneTraining training) {
        try (TrainableRetinaNet detector = load(learned(), training)) {
            Map<String, float[]> gradients = gradients(detector);
            assertThat(gradients.keySet()).isEqualTo(detector.learned().keySet());
            double norm = Math.sqrt(gradients.values().stream()
                    .mapToDouble(TrainableRetinaNetTest::squares)
                    .sum());
            // along a direction like the gradient's: the change stands out of float32 rounding
            SplitMix64 draw = new SplitMix64(3);
            Map<String, float[]> direction = new LinkedHashMap<>();
            double slope = 0;
            for (Map.Entry<String, float[]> entry : gradients.entrySet()) {
                float[] gradient = entry.getValue();
                float[] move = new float[gradient.length];
                for (int i = 0; i < move.length; i++) {
                    move[i] = (float) (gradient[i] / norm * (draw.nextDouble() < 0.25 ? 0 : 1 + draw.nextDouble()));
                    slope += (double) move[i] * gradient[i];
                }
                direction.put(entry.getKey(), move);
            }
            double step = 2e-3 / norm;
            double measured = (shifted(detector, direction, step) - shifted(detector, direction, -step)) / (2 * step);
            System.out.printf("%s: slope %.6f, finite difference %.6f%n", training, slope, measured);
            assertThat(measured).isCloseTo(slope, within(0.01 * slope));
        }
    }

    @ParameterizedTest
    @EnumSource(BackboneTraining.class)
    void onlyTheReferencesFrozenBackboneMovesItsStatistics(BackboneTraining training) {
        try (TrainableRetinaNet detector = load(start(), training);
                NDManager scope = detector.newScope()) {
            Map<String, float[]> before = backbone(detector);
            NDArray images = images(2, 32, 32);
            images.attach(scope);
            detector.train(images);
            Map<String, float[]> after = backbone(detector);
            boolean moved =
                    before.keySet().stream().anyMatch(name -> !Arrays.equals(before.get(name), after.get(name)));
            assertThat(moved).isEqualTo(training.trainingMode());
            before.forEach((name, values) -> {
                if (!name.contains("running_")) {
                    assertThat(after.get(name)).as(name).isEqualTo(values);
                }
            });
            assertThat(detector.learned().keySet().stream().anyMatch(name -> name.startsWith("efficientnet.")))
                    .isEqualTo(training.learned());
        }
    }

    @Test
    void startsRareWithoutOffsetsAndWithTheGivenBackbone() {
        try (TrainableRetinaNet detector = load(start(), BackboneTraining.FROZEN);
                NDManager scope = detector.newScope()) {
            NDArray images = images(1, 32, 32);
            images.attach(scope);
            TrainableRetinaNet.Answers answers = detector.evaluate(images);
            assertThat(answers.probabilities().toFloatArray()).satisfies(rare -> {
                for (float probability : rare) {
                    assertThat(probability).isCloseTo(0.01f, within(1e-7f));
                }
            });
            assertThat(answers.offsets().toFloatArray()).containsOnly(0f);
            // variance 2 / (k * k * outputs)
            float[] weights = detector.arrays().get("fpn.P4_2.weight").toFloatArray();
            assertThat(squares(weights) / weights.length).isCloseTo(2.0 / (9 * 256), within(1e-5));
            assertThat(detector.arrays().get("efficientnet._conv_stem.weight").toFloatArray())
                    .isEqualTo(random.read(manager, "efficientnet._conv_stem.weight", new Shape(16, 3, 3, 3))
                            .toFloatArray());
        }
    }

    @Test
    void refusesSidesThatItsBackboneCannotHalve() {
        try (TrainableRetinaNet detector = load(random, BackboneTraining.LEARNED)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> detector.train(images(1, 40, 32)))
                    .withMessageContaining("multiples of 16");
        }
    }

    private ParameterSource start() {
        return new DetectorStart(5, RetinaNet.parameters(SMALL, 2), random, "efficientnet.");
    }

    /** Output layers of zeros would hide everything before them; these are of the size that training reaches. */
    private ParameterSource learned() {
        ParameterSource start = start();
        return new ParameterSource() {
            @Override
            public Set<String> names() {
                return start.names();
            }

            @Override
            public NDArray read(NDManager to, String name, Shape shape) {
                NDArray value = start.read(to, name, shape);
                if (name.endsWith("output.weight")) {
                    float[] weights = value.toFloatArray();
                    SplitMix64 draw = new SplitMix64(name.length());
                    for (int i = 0; i < weights.length; i++) {
                        weights[i] = (float) (OUTPUT_WEIGHT * draw.nextGaussian());
                    }
                    value.set(weights);
                }
                return value;
            }
        };
    }

    private TrainableRetinaNet load(ParameterSource source, BackboneTraining training) {
        return TrainableRetinaNet.load(manager, SMALL, 2, source, training);
    }

    private Map<String, float[]> gradients(TrainableRetinaNet detector) {
        detector.learned().values().forEach(array -> array.setRequiresGradient(true));
        Map<String, float[]> gradients = new LinkedHashMap<>();
        try (NDManager scope = detector.newScope();
                GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            collector.backward(loss(detector, scope));
        }
        detector.learned().forEach((name, array) -> {
            try (NDArray gradient = array.getGradient()) {
                gradients.put(name, gradient.toFloatArray());
            }
            array.setRequiresGradient(false);
        });
        return gradients;
    }

    private double shifted(TrainableRetinaNet detector, Map<String, float[]> direction, double step) {
        Map<String, float[]> before = new LinkedHashMap<>();
        detector.learned().forEach((name, array) -> {
            float[] values = array.toFloatArray();
            before.put(name, values.clone());
            for (int i = 0; i < values.length; i++) {
                values[i] += (float) (step * direction.get(name)[i]);
            }
            array.set(values);
        });
        try (NDManager scope = detector.newScope()) {
            return LossValue.finite("loss", loss(detector, scope));
        } finally {
            detector.learned().forEach((name, array) -> array.set(before.get(name)));
        }
    }

    private NDArray loss(TrainableRetinaNet detector, NDManager scope) {
        Engine.getEngine("PyTorch").setRandomSeed(1);
        NDArray images = images(2, 32, 32);
        images.attach(scope);
        TrainableRetinaNet.Answers answers = detector.train(images);
        float[] anchors = detector.anchors(32, 32).toArray();
        return LOSS.of(answers.probabilities(), answers.offsets(), anchors, BOXES)
                .total();
    }

    private static Map<String, float[]> backbone(TrainableRetinaNet detector) {
        Map<String, float[]> values = new LinkedHashMap<>();
        detector.arrays().forEach((name, array) -> {
            if (name.startsWith("efficientnet.")) {
                values.put(name, array.toFloatArray());
            }
        });
        return values;
    }

    private static double squares(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += (double) value * value;
        }
        return sum;
    }

    private NDArray images(int count, int rows, int columns) {
        float[] pixels = new float[count * 3 * rows * columns];
        SplitMix64 draw = new SplitMix64(rows);
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (float) draw.nextGaussian();
        }
        return manager.create(pixels, new Shape(count, 3, rows, columns));
    }
}
