package org.mammoclip.mammoclip.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mammoclip.mammoclip.block.LinearProjection;
import org.mammoclip.mammoclip.golden.Agreement;
import org.mammoclip.mammoclip.golden.GoldenFile;
import org.mammoclip.mammoclip.golden.GoldenScheme;
import org.mammoclip.mammoclip.image.EfficientNetArchitecture;
import org.mammoclip.mammoclip.image.ImageEncoder;
import org.mammoclip.mammoclip.loss.MultiViewLoss;
import org.mammoclip.mammoclip.loss.Phase;

/** The text tower, both projections, the cosines, the zero-shot softmax and the two-view forward against the reference. */
class TextEncoderParityTest {
    private static final String PREFIX = "text_encoder.text_encoder.";

    private static final GoldenFile GOLDEN = GoldenFile.read("text-b2.json");
    private static NDManager manager;
    private static BertEncoder bert;
    private static LinearProjection projection;

    @BeforeAll
    static void load() {
        manager = NDManager.newBaseManager(Device.cpu());
        bert = new BertEncoder(BertArchitecture.CLINICAL);
        bert.load(manager, GOLDEN, PREFIX);
        projection = LinearProjection.load(manager, GOLDEN, "text_projection", 768, 512);
    }

    @AfterAll
    static void free() {
        manager.close();
    }

    @Test
    void parameterNamesAreTheReferencesWithoutThePooler() {
        assertThat(bert.specs().stream().map(spec -> PREFIX + spec.name()))
                .containsExactlyInAnyOrderElementsOf(GOLDEN.names().stream()
                        .filter(name -> name.startsWith(PREFIX) && !name.contains(".pooler."))
                        .toList());
        long pooler = 768 * 768 + 768;
        assertThat(bert.specs().stream().mapToLong(spec -> spec.size()).sum()).isEqualTo(108_310_272 - pooler);
    }

    @ParameterizedTest
    @CsvSource({"0", "1"})
    void everyLayerAndThePooledVectorAgree(int index) {
        JsonNode stored = GOLDEN.root().get("cases").get(index);
        TokenBatch tokens = tokens(stored);
        JsonNode expected = stored.get("intermediate");
        List<String> seen = new ArrayList<>();
        try (NDManager scope = manager.newSubManager()) {
            NDArray hidden = bert.hidden(tokens.idArray(scope), tokens.maskArray(scope), (name, activation) -> {
                if (expected.has(name)) {
                    Agreement.assertMatches(name, activation, expected.get(name));
                    seen.add(name);
                }
            });
            List<String> names = new ArrayList<>();
            expected.fieldNames().forEachRemaining(names::add);
            names.remove("pooler");
            assertThat(seen).isEqualTo(names);

            NDArray pooled = TextEncoder.eos(hidden, tokens);
            JsonNode eos = stored.get("pooling").get("eos");
            NDArray projected = projection.apply(pooled);
            for (int row = 0; row < tokens.texts(); row++) {
                assertClose(pooled.get(row), eos.get("feature_full").get(row), "feature");
                assertClose(projected.get(row), eos.get("projection_full").get(row), "projection");
                float[] expectedUnit =
                        GoldenFile.floats(eos.get("normalized_f64_full").get(row));
                assertThat(Agreement.cosine(projected.get(row).toFloatArray(), expectedUnit))
                        .isGreaterThanOrEqualTo(1 - 1e-9);
            }
        }
    }

    @Test
    void paddingDoesNotChangeATextsVector() {
        int[] text = {101, 1185, 3367, 102};
        TokenBatch alone = TokenBatch.of(List.of(text), 0);
        TokenBatch padded = TokenBatch.of(List.of(text, new int[256]), 0);
        try (NDManager scope = manager.newSubManager()) {
            float[] one = vector(scope, alone);
            float[] other = vector(scope, padded);
            assertThat(Agreement.relativeL2(other, one)).isLessThan(1e-5);
        }
    }

    private static float[] vector(NDManager scope, TokenBatch tokens) {
        NDArray hidden = bert.hidden(
                tokens.idArray(scope), tokens.maskArray(scope), org.mammoclip.mammoclip.block.ActivationTap.NONE);
        return TextEncoder.eos(hidden, tokens).get(0).toFloatArray();
    }

    @Test
    void twoViewsAndTwoTextsAgreeWithTheReference() {
        GoldenFile images = GoldenFile.read("encoder-b2.json");
        try (NDManager scope = manager.newSubManager();
                ImageEncoder encoder =
                        ImageEncoder.load(scope, EfficientNetArchitecture.B2, images, "image_encoder.")) {
            LinearProjection imageProjection = LinearProjection.load(scope, images, "image_projection", 1408, 512);
            JsonNode similarity = GOLDEN.root().get("similarity");
            JsonNode forward = GOLDEN.root().get("forward_with_loss");
            List<float[]> views = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                NDArray image =
                        scope.create(GoldenScheme.image("b2/clip/image" + i, 224, 160), new Shape(1, 3, 224, 160));
                views.add(unit(imageProjection.apply(ImageEncoder.pooled(encoder.features(image)))));
            }
            TokenBatch tokens = tokens(GOLDEN.root().get("cases").get(0));
            NDArray hidden = bert.hidden(
                    tokens.idArray(scope), tokens.maskArray(scope), org.mammoclip.mammoclip.block.ActivationTap.NONE);
            NDArray projected = projection.apply(TextEncoder.eos(hidden, tokens));
            List<float[]> texts = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                texts.add(unit(projected.get(i)));
            }
            for (int i = 0; i < 2; i++) {
                assertSummary(views.get(i), forward.get("image_embeddings").get(i));
                assertSummary(
                        views.get(2 + i), forward.get("image_view_embeddings").get(i));
                assertSummary(texts.get(i), forward.get("text_embeddings").get(i));
                assertSummary(texts.get(2 + i), forward.get("text_embeddings2").get(i));
                for (int t = 0; t < 4; t++) {
                    double cosine = Agreement.cosine(views.get(i), texts.get(t));
                    assertThat(cosine)
                            .isCloseTo(similarity.get("cosine").get(i).get(t).asDouble(), within(1e-6));
                }
            }
            double loss = MultiViewLoss.REFERENCE
                    .of(
                            rows(scope, views, 0),
                            rows(scope, views, 2),
                            rows(scope, texts, 0),
                            rows(scope, texts, 2),
                            scope.create((float) forward.get("logit_scale").asDouble()),
                            Phase.EVALUATION)
                    .requireFinite();
            assertThat(loss)
                    .isCloseTo(forward.get("loss_i2i1.0_t2t0.5_smoothing0").asDouble(), within(2e-5));
        }
    }

    private static NDArray rows(NDManager scope, List<float[]> vectors, int first) {
        return scope.create(new float[][] {vectors.get(first), vectors.get(first + 1)});
    }

    private static float[] unit(NDArray vector) {
        float[] values = vector.toFloatArray();
        double norm = 0;
        for (float value : values) {
            norm += (double) value * value;
        }
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (values[i] / Math.sqrt(norm));
        }
        return values;
    }

    private static void assertSummary(float[] unit, JsonNode summary) {
        try (NDManager scope = manager.newSubManager()) {
            Agreement.assertMatches("embedding", scope.create(unit), summary);
        }
    }

    private static void assertClose(NDArray actual, JsonNode expected, String what) {
        double error = Agreement.relativeL2(actual.toFloatArray(), GoldenFile.floats(expected));
        System.out.printf("text %s: relative L2 error %.2e%n", what, error);
        assertThat(error).as(what).isLessThanOrEqualTo(Agreement.RELATIVE_L2);
    }

    private static TokenBatch tokens(JsonNode stored) {
        JsonNode rows = stored.get("input_ids");
        int length = rows.get(0).size();
        long[] ids = new long[rows.size() * length];
        int[] lengths = new int[rows.size()];
        for (int row = 0; row < rows.size(); row++) {
            lengths[row] = stored.get("attention_mask_lengths").get(row).asInt();
            for (int i = 0; i < length; i++) {
                ids[row * length + i] = rows.get(row).get(i).asLong();
            }
        }
        return new TokenBatch(ids, lengths, length);
    }
}
