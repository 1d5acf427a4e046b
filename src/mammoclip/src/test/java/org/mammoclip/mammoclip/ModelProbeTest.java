package org.mammoclip.mammoclip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.mammoclip.mammoclip.checkpoint.CheckpointFormatException;
import org.mammoclip.mammoclip.golden.Agreement;
import org.mammoclip.mammoclip.golden.GoldenCheckpoint;
import org.mammoclip.mammoclip.golden.GoldenFile;
import org.mammoclip.mammoclip.golden.GoldenScheme;

/** Every stage of an embedding, against the reference's numbers and against what the worker itself computes. */
class ModelProbeTest {
    private static ModelProbe demo;
    private static ModelProbe golden;

    @BeforeAll
    static void open() throws IOException {
        demo = ModelProbe.open(MammoClip.BUILTIN_DEMO, ComputeDevice.CPU);
        golden = ModelProbe.open(new GoldenCheckpoint(), ComputeDevice.CPU);
    }

    @AfterAll
    static void close() {
        demo.close();
        golden.close();
    }

    private static void assertStages(EmbeddingStages stages, JsonNode pooled, JsonNode projection, JsonNode unit) {
        assertThat(Agreement.relativeL2(stages.pooled(), GoldenFile.floats(pooled)))
                .isLessThanOrEqualTo(Agreement.RELATIVE_L2);
        assertThat(Agreement.relativeL2(stages.projection(), GoldenFile.floats(projection)))
                .isLessThanOrEqualTo(Agreement.RELATIVE_L2);
        assertThat(Agreement.cosine(stages.embedding().toArray(), GoldenFile.floats(unit)))
                .isGreaterThanOrEqualTo(1 - 1e-9);
        assertUnit(stages.embedding());
    }

    private static void assertUnit(Embedding embedding) {
        assertThat(embedding.cosine(embedding)).isCloseTo(1, within(1e-6));
    }

    @Test
    void aNormalisedTensorOfAnySizeGivesTheReferencesStages() {
        for (JsonNode stored : GoldenFile.read("encoder-b2.json").root().get("cases")) {
            String key = stored.get("input").get("key").asText();
            if (!key.endsWith("1520x912")) {
                JsonNode shape = stored.get("input").get("shape");
                RasterSize size =
                        new RasterSize(shape.get(2).asInt(), shape.get(3).asInt());
                EmbeddingStages stages = golden.tensor(GoldenScheme.image(key, size.rows(), size.columns()), size);
                assertThat(stages.pooled()).hasSize(1408);
                assertStages(
                        stages, stored.get("embedding_f64"), stored.get("projection_f64"), stored.get("normalized"));
            }
        }
    }

    @Test
    void tokenIdsWithAMaskGiveTheReferencesStages() {
        JsonNode stored = GoldenFile.read("text-b2.json").root().get("cases").get(0);
        JsonNode eos = stored.get("pooling").get("eos");
        int length = stored.get("input_ids").get(0).size();
        long[] ids = new long[4 * length];
        long[] mask = new long[4 * length];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = stored.get("input_ids").get(i / length).get(i % length).asLong();
            mask[i] = i % length
                            < stored.get("attention_mask_lengths")
                                    .get(i / length)
                                    .asInt()
                    ? 1
                    : 0;
        }
        List<EmbeddingStages> texts = golden.texts(ids, mask, length);
        for (int text = 0; text < 4; text++) {
            assertStages(
                    texts.get(text),
                    eos.get("feature_full").get(text),
                    eos.get("projection_full").get(text),
                    eos.get("normalized_f64_full").get(text));
        }
    }

    @Test
    void paddingTo256GivesTheVectorsOfPaddingToTheLongest() {
        JsonNode stored = GoldenFile.read("text-b2.json").root().get("cases").get(0);
        int own = stored.get("input_ids").get(0).size();
        long[] ids = new long[4 * own];
        long[] mask = new long[4 * own];
        long[] longIds = new long[4 * 256];
        long[] longMask = new long[4 * 256];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = stored.get("input_ids").get(i / own).get(i % own).asLong();
            mask[i] =
                    i % own < stored.get("attention_mask_lengths").get(i / own).asInt() ? 1 : 0;
            longIds[i / own * 256 + i % own] = ids[i];
            longMask[i / own * 256 + i % own] = mask[i];
        }
        List<EmbeddingStages> longest = golden.texts(ids, mask, own);
        List<EmbeddingStages> full = golden.texts(longIds, longMask, 256);
        for (int text = 0; text < 4; text++) {
            double error = Agreement.relativeL2(
                    full.get(text).pooled(), longest.get(text).pooled());
            System.out.printf("padded to 256 instead of %d: relative L2 %.1e%n", own, error);
            assertThat(error).isLessThan(1e-5);
        }
    }

    @Test
    void imagesAndTextsGiveTheBitsThatTheWorkerGets() throws IOException {
        ModelImage image = picture(demo.model().input());
        try (MammoClip worker = MammoClip.open(MammoClip.BUILTIN_DEMO, ModelOptions.DEFAULT)) {
            ScoredImage scored = (ScoredImage) worker.score(List.of(image)).get(0);
            assertThat(demo.image(image).embedding()).isEqualTo(scored.embedding());
            assertThat(demo.text("no mass").embedding())
                    .isEqualTo(worker.embedTexts(List.of("no mass")).get(0));
        }
        assertUnit(demo.image(image).embedding());
        assertThat(demo.image(image).pooled()).hasSize(256);
        assertThat(demo.pieces(demo.tokens("no mass"))).containsExactly("[CLS]", "no", "mass", "[SEP]");
    }

    private static ModelImage picture(RasterSize size) {
        byte[] grey = new byte[size.area()];
        for (int i = 0; i < grey.length; i++) {
            grey[i] = (byte) (i % size.columns() * 7 / 30 + i / size.columns() / 13);
        }
        return ModelImage.ofGrey8(size, grey);
    }

    @Test
    void theTemperatureStartsWhereTheReferenceStarts() {
        ProbedModel model = golden.model();
        assertThat(Math.log(model.logitScale())).isCloseTo(2.659260, within(1e-6));
        assertThat(model.logitScale()).isCloseTo(1 / 0.07, within(1e-5));
    }

    @Test
    void aTextBeyondTheModelsTokensIsCutAndStillEnds() {
        int[] tokens = demo.tokens("mass ".repeat(300));
        assertThat(tokens).hasSize(160);
        assertThat(demo.pieces(tokens)).startsWith("[CLS]", "mass").endsWith("mass", "[SEP]");
        assertUnit(demo.text("mass ".repeat(300)).embedding());
    }

    @Test
    void refusesWhatDoesNotFit() {
        assertThatThrownBy(() -> demo.tensor(new float[3 * 31 * 64], new RasterSize(31, 64)))
                .hasMessageContaining("sides must be 32 to 4096");
        assertThatThrownBy(() -> demo.tensor(new float[5], new RasterSize(32, 32)))
                .hasMessage("5 values for a tensor of 1x3x32x32");
        assertThatThrownBy(() -> demo.image(picture(new RasterSize(912, 1520))))
                .hasMessage("image of 912x1520, the model takes 1520x912");
        assertThatThrownBy(() -> demo.text(new int[] {999_999})).hasMessageContaining("the vocabulary has 0 to");
        assertThatThrownBy(() -> demo.texts(new long[] {1, 2}, new long[] {0, 1}, 2))
                .hasMessage("text 0 has padding before its end");
        assertThatThrownBy(() -> demo.texts(new long[] {1, 2}, new long[] {1, 2}, 2))
                .hasMessage("a mask has 0 and 1, not 2");
        assertThatThrownBy(() -> demo.texts(new long[65], new long[65], 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> demo.tensor(nan(), new RasterSize(32, 32)))
                .isInstanceOf(NonFiniteScoreException.class);
        assertThatThrownBy(() -> ModelProbe.open("builtin:other", ComputeDevice.CPU))
                .isInstanceOf(CheckpointFormatException.class)
                .hasMessageContaining("builtin:demo");
        assertThatThrownBy(() -> ModelProbe.open(Path.of("nowhere").toString(), ComputeDevice.CPU))
                .hasMessageContaining("nowhere does not exist");
    }

    private static float[] nan() {
        float[] values = new float[3 * 32 * 32];
        values[77] = Float.NaN;
        return values;
    }
}
