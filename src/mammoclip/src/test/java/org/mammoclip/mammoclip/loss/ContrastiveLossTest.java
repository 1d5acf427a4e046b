package org.mammoclip.mammoclip.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
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
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.mammoclip.mammoclip.golden.GoldenFile;

/** The contrastive losses: the reference's values and gradients, the anchors worked out by hand, finite differences, bounds. */
class ContrastiveLossTest {
    private static final JsonNode GOLDEN = GoldenFile.read("losses.json").root();
    private static final List<String> INPUTS =
            List.of("image_embeddings", "image_view_embeddings", "text_embeddings", "text_embeddings2");

    static Stream<Arguments> storedCases() {
        return StreamSupport.stream(GOLDEN.get("breast_clip").spliterator(), false)
                .map(stored -> Arguments.of(stored.get("name").asText(), stored));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("storedCases")
    void valueAndEveryGradientAreTheReferences(String name, JsonNode stored) {
        int batch = stored.get("batch").asInt();
        List<float[]> inputs = new ArrayList<>();
        List<Shape> shapes = new ArrayList<>();
        for (String input : INPUTS) {
            inputs.add(rows(GOLDEN.get("breast_clip_inputs").get(input), batch));
            shapes.add(new Shape(batch, 8));
        }
        inputs.add(new float[] {(float) stored.get("logit_scale").asDouble()});
        shapes.add(new Shape());
        if (batch == 1) {
            // the reference answers 0 for a batch of one; ours refuses it, since nothing would be learned
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Gradients.float32(inputs, shapes, list -> total(stored, list)))
                    .withMessageContaining("at least 2");
            return;
        }
        Gradients.Result result = Gradients.float32(inputs, shapes, list -> total(stored, list));
        double expected = stored.get("loss_f64").asDouble();
        assertThat(result.loss()).isCloseTo(expected, within(2e-6 * expected));
        for (int i = 0; i < INPUTS.size(); i++) {
            float[] gradient = rows(stored.get("grad").get(INPUTS.get(i)), batch);
            assertClose(INPUTS.get(i), result.gradients().get(i), gradient);
        }
        assertThat(result.gradients().get(4)[0])
                .isCloseTo(stored.get("grad_logit_scale_f64").asDouble(), within(1e-5));
    }

    @Test
    void theTermsAreTheReferences() {
        int compared = 0;
        for (JsonNode stored : GOLDEN.get("breast_clip")) {
            if (!stored.has("parts")) {
                continue;
            }
            try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
                MultiViewLoss.Terms terms = terms(stored, embeddings(manager));
                assertThat(LossValue.finite("imageText", terms.imageText()))
                        .isCloseTo(stored.get("parts").get("steps_i2t").asDouble(), within(2e-5));
                assertThat(LossValue.finite("textImage", terms.textImage()))
                        .isCloseTo(stored.get("parts").get("steps_t2i").asDouble(), within(2e-5));
                assertThat(LossValue.finite("imageImage", terms.imageImage()))
                        .isCloseTo(stored.get("parts").get("steps_i2i").asDouble(), within(4e-5));
                assertThat(LossValue.finite("textText", terms.textText()))
                        .isCloseTo(stored.get("parts").get("steps_t2t").asDouble(), within(2e-5));
                compared++;
            }
        }
        assertThat(compared).isEqualTo(4);
    }

    @Test
    void theCombinedLossOfTheReferenceIsItsShareOfThisOne() {
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            // views that are columns in reverse, texts that are rows in reverse: the reference's combined-loss case
            NDArray image = UnitRows.of(embeddings(manager).get(0));
            NDArray text = UnitRows.of(embeddings(manager).get(2));
            MultiViewLoss.Terms terms = MultiViewLoss.REFERENCE.of(
                    image, image.flip(1), text, text.flip(0), manager.create(14.285714f), Phase.EVALUATION);
            JsonNode combined = GOLDEN.get("combined_loss_ratio_0.75");
            assertThat(terms.requireFinite())
                    .isCloseTo(combined.get("contrastive").asDouble(), within(2e-5));
            assertThat(0.75 * terms.requireFinite())
                    .isCloseTo(combined.get("total").asDouble(), within(2e-5));
        }
    }

    @Test
    void baselineLossIsTheReferences() {
        for (JsonNode stored : GOLDEN.get("breast_clip_contrastive").get("cases")) {
            try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
                List<NDArray> embeddings = embeddings(manager);
                NDArray loss = new BaselineContrastiveLoss(
                                stored.get("label_smoothing").asDouble())
                        .of(
                                UnitRows.of(embeddings.get(0)),
                                UnitRows.of(embeddings.get(2)),
                                manager.create(14.285714f),
                                stored.get("is_train").asBoolean() ? Phase.TRAINING : Phase.EVALUATION);
                assertThat(LossValue.finite("baseline", loss))
                        .isCloseTo(stored.get("loss").asDouble(), within(1e-5));
            }
        }
    }

    @Test
    void equalEmbeddingsCostTwoAndAHalfTimesTheLogarithmOfTheBatch() {
        for (int batch : new int[] {2, 8}) {
            try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
                NDArray same = manager.create(Stream.generate(() -> new float[] {0.6f, 0.8f})
                        .limit(batch)
                        .toArray(float[][]::new));
                double loss = MultiViewLoss.REFERENCE
                        .of(same, same, same, same, manager.create(14.285714f), Phase.EVALUATION)
                        .requireFinite();
                assertThat(loss).isCloseTo(2.5 * Math.log(batch), within(1e-6));
            }
        }
    }

    @Test
    void theWorkedExampleOfTwoBreastsHasItsTerms() {
        double[][] expected = {
            {0.711958, 0.745561, 1.209278, 0.573722, 2.224899}, {3.727632, 4.663806, 11.456493, 1.191290, 16.247858}
        };
        float[] scales = {1, 1 / 0.07f};
        for (int i = 0; i < 2; i++) {
            try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
                MultiViewLoss.Terms terms = MultiViewLoss.REFERENCE.of(
                        manager.create(new float[][] {{1, 0}, {0, 1}}),
                        manager.create(new float[][] {{.6f, .8f}, {.8f, -.6f}}),
                        manager.create(new float[][] {{.8f, .6f}, {0, 1}}),
                        manager.create(new float[][] {{1, 0}, {.6f, .8f}}),
                        manager.create(scales[i]),
                        Phase.EVALUATION);
                double[] actual = {
                    LossValue.finite("imageText", terms.imageText()),
                    LossValue.finite("textImage", terms.textImage()),
                    LossValue.finite("imageImage", terms.imageImage()),
                    LossValue.finite("textText", terms.textText()),
                    LossValue.finite("total", terms.total())
                };
                assertThat(actual).containsExactly(expected[i], within(3e-6));
            }
        }
    }

    @Test
    void gradientsAreThoseOfFiniteDifferences() {
        List<double[]> inputs = new ArrayList<>();
        List<Shape> shapes = new ArrayList<>();
        for (String name : INPUTS) {
            inputs.add(Gradients.draw(name, 3 * 5));
            shapes.add(new Shape(3, 5));
        }
        inputs.add(new double[] {2.659260});
        shapes.add(new Shape());
        MultiViewLoss loss = new MultiViewLoss(0.9, 0.4, 0.1);
        Gradients.check(inputs, shapes, list -> {
            List<NDArray> unit = list.subList(0, 4).stream().map(UnitRows::of).toList();
            return loss.of(
                            unit.get(0),
                            unit.get(1),
                            unit.get(2),
                            unit.get(3),
                            list.get(4).exp(),
                            Phase.TRAINING)
                    .total();
        });
        Gradients.check(
                inputs,
                shapes,
                list -> new BaselineContrastiveLoss(0.2)
                        .of(
                                UnitRows.of(list.get(0)),
                                UnitRows.of(list.get(2)),
                                list.get(4).exp(),
                                Phase.TRAINING)
                        // the other inputs must take part for the engine to give them a gradient
                        .add(list.get(1).sum().add(list.get(3).sum()).mul(0.01)));
    }

    /** What gradient accumulation with cached embeddings relies on: the loss needs the embeddings only. */
    @Test
    void gradientsOfChunksWithCachedEmbeddingsAddUpToThoseOfTheWholeBatch() {
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            NDArray pixels = manager.create(
                            rows(GOLDEN.get("breast_clip_inputs").get("image_embeddings"), 4))
                    .reshape(4, 8);
            NDArray text = UnitRows.of(embeddings(manager).get(2));
            NDArray weight = manager.eye(8).add(0.1);
            weight.setRequiresGradient(true);
            float[] whole;
            try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
                collector.backward(contrast(UnitRows.of(pixels.matMul(weight)), text));
                whole = weight.getGradient().toFloatArray();
            }
            NDArray cached = UnitRows.of(pixels.matMul(weight)).stopGradient();
            cached.setRequiresGradient(true);
            NDArray towards;
            try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
                collector.backward(contrast(cached, text));
                towards = cached.getGradient();
            }
            float[] summed = new float[64];
            for (int chunk = 0; chunk < 4; chunk += 2) {
                NDArray part = pixels.get(chunk + ":" + (chunk + 2));
                NDArray wanted = towards.get(chunk + ":" + (chunk + 2));
                NDArray fresh = weight.stopGradient();
                fresh.setRequiresGradient(true);
                try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
                    collector.backward(
                            UnitRows.of(part.matMul(fresh)).mul(wanted).sum());
                    float[] gradient = fresh.getGradient().toFloatArray();
                    for (int i = 0; i < summed.length; i++) {
                        summed[i] += gradient[i];
                    }
                }
            }
            assertThat(summed).containsExactly(whole, within(1e-5f));
        }
    }

    @Test
    void aBatchOfOneUnequalShapesAndBadWeightsAreRefused() {
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            NDArray one = manager.ones(new Shape(1, 4));
            NDArray two = manager.ones(new Shape(2, 4));
            NDArray scale = manager.create(1f);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> MultiViewLoss.REFERENCE.of(one, one, one, one, scale, Phase.TRAINING))
                    .withMessageContaining("at least 2");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new BaselineContrastiveLoss(0).of(one, one, scale, Phase.TRAINING));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> MultiViewLoss.REFERENCE.of(
                            two, two, two, manager.ones(new Shape(3, 4)), scale, Phase.TRAINING))
                    .withMessageContaining("same shape");
        }
        assertThatIllegalArgumentException().isThrownBy(() -> new MultiViewLoss(-1, 0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new MultiViewLoss(1, Double.POSITIVE_INFINITY, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new MultiViewLoss(1, 0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new BaselineContrastiveLoss(Double.NaN));
    }

    @Test
    void aNotFiniteEmbeddingIsNamedByTheTermItReaches() {
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            NDArray good = manager.create(new float[][] {{1, 0}, {0, 1}});
            NDArray bad = manager.create(new float[][] {{Float.NaN, 0}, {0, 1}});
            MultiViewLoss.Terms terms =
                    MultiViewLoss.REFERENCE.of(good, bad, good, good, manager.create(1f), Phase.TRAINING);
            assertThatThrownBy(terms::requireFinite)
                    .isInstanceOf(NonFiniteLossException.class)
                    .hasMessageContaining("image-text is NaN");
        }
    }

    @Test
    void aZeroVectorStaysZeroAndItsGradientFinite() {
        Gradients.Result result = Gradients.float32(
                List.of(new float[] {0, 0, 3, 4}),
                List.of(new Shape(2, 2)),
                list -> UnitRows.of(list.get(0))
                        .get(1)
                        .sum()
                        .add(UnitRows.of(list.get(0)).get(0).sum()));
        assertThat(result.loss()).isCloseTo(1.4, within(1e-6));
        assertThat(result.gradients().get(0)).doesNotContain(Double.NaN, Double.POSITIVE_INFINITY);
    }

    private static NDArray contrast(NDArray image, NDArray text) {
        return MultiViewLoss.REFERENCE
                .of(image, image, text, text, image.getManager().create(5f), Phase.TRAINING)
                .total();
    }

    private static NDArray total(JsonNode stored, List<NDArray> list) {
        return terms(stored, list).total();
    }

    private static MultiViewLoss.Terms terms(JsonNode stored, List<NDArray> inputs) {
        List<NDArray> list = new ArrayList<>(inputs);
        if (stored.get("unit_norm_in_graph").asBoolean()) {
            for (int i = 0; i < 4; i++) {
                list.set(i, UnitRows.of(list.get(i)));
            }
        }
        NDArray scale = list.size() > 4
                ? list.get(4)
                : list.get(0).getManager().create((float)
                        stored.get("logit_scale").asDouble());
        return new MultiViewLoss(
                        stored.get("i2i_weight").asDouble(),
                        stored.get("t2t_weight").asDouble(),
                        stored.get("label_smoothing").asDouble())
                .of(
                        list.get(0),
                        list.get(1),
                        list.get(2),
                        list.get(3),
                        scale,
                        stored.get("is_train").asBoolean() ? Phase.TRAINING : Phase.EVALUATION);
    }

    private static List<NDArray> embeddings(NDManager manager) {
        List<NDArray> arrays = new ArrayList<>();
        for (String input : INPUTS) {
            arrays.add(manager.create(rows(GOLDEN.get("breast_clip_inputs").get(input), 4), new Shape(4, 8)));
        }
        return arrays;
    }

    private static float[] rows(JsonNode matrix, int count) {
        float[] values = new float[count * 8];
        for (int row = 0; row < count; row++) {
            System.arraycopy(GoldenFile.floats(matrix.get(row)), 0, values, row * 8, 8);
        }
        return values;
    }

    private static void assertClose(String name, double[] actual, float[] expected) {
        double largest = 0;
        for (float value : expected) {
            largest = Math.max(largest, Math.abs(value));
        }
        List<Integer> wrong = new ArrayList<>();
        for (int i = 0; i < expected.length; i++) {
            if (!(Math.abs(actual[i] - expected[i]) <= 2e-6 * largest)) {
                wrong.add(i);
            }
        }
        assertThat(actual).hasSameSizeAs(expected);
        assertThat(wrong)
                .as("elements of the gradient of " + name + " that differ")
                .isEmpty();
    }
}
