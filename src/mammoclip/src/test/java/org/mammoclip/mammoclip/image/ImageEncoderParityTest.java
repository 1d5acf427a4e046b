package org.mammoclip.mammoclip.image;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mammoclip.mammoclip.golden.Agreement;
import org.mammoclip.mammoclip.golden.GoldenFile;
import org.mammoclip.mammoclip.golden.GoldenScheme;

/** Both forms of the image tower against the reference's numbers at small and odd sizes; {@code ImageEncoderParityIT} does 1520x912. */
class ImageEncoderParityTest {

    @ParameterizedTest
    @CsvSource({"b2", "b5"})
    void paddingTableIsTheReferences(String network) {
        GoldenFile golden = GoldenFile.read("encoder-" + network + ".json");
        EfficientNetArchitecture architecture = EfficientNetArchitecture.named("efficientnet-" + network);
        List<Padding> paddings = new ArrayList<>();
        paddings.add(architecture.stemPadding());
        architecture.blocks().forEach(block -> paddings.add(block.padding()));
        List<Padding> expected = new ArrayList<>();
        for (JsonNode row : golden.root().get("padding")) {
            JsonNode sides = row.get("pad_left_right_top_bottom");
            expected.add(new Padding(sides.get(0).asInt(), sides.get(1).asInt()));
            assertThat(sides.get(2)).isEqualTo(sides.get(0));
            assertThat(sides.get(3)).isEqualTo(sides.get(1));
        }
        assertThat(paddings).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"b2, 7700994, 506", "b5, 28340784, 852"})
    void parameterNamesAndCountsAreTheReferences(String network, long trainable, int tensors) {
        GoldenFile golden = GoldenFile.read("encoder-" + network + ".json");
        EfficientNetArchitecture architecture = EfficientNetArchitecture.named("efficientnet-" + network);
        List<String> names = architecture.parameters().stream()
                .map(spec -> "image_encoder." + spec.name())
                .toList();
        assertThat(names)
                .containsExactlyInAnyOrderElementsOf(golden.names().stream()
                        .filter(name -> name.startsWith("image_encoder."))
                        .toList());
        assertThat(architecture.parameters().stream()
                        .filter(spec -> !spec.name().contains("running_"))
                        .mapToLong(spec -> spec.size())
                        .sum())
                .isEqualTo(trainable);
        long batchNorms =
                names.stream().filter(name -> name.endsWith("running_mean")).count();
        assertThat(names.size() + batchNorms).as("with num_batches_tracked").isEqualTo(tensors);
    }

    @TestFactory
    List<DynamicTest> everyLayerAgreesWithTheReference() {
        return small((network, golden, stored) -> layersAgree(network, golden, stored));
    }

    @TestFactory
    List<DynamicTest> foldedEncoderAgreesWithTheReference() {
        return small(ImageEncoderParityTest::foldedAgrees);
    }

    /** The vocabulary of other devices, which a processor understands, too. */
    @TestFactory
    List<DynamicTest> portableEncoderAgreesWithTheReference() {
        return small((network, golden, stored) -> foldedAgrees(network, golden, stored, Operators.PORTABLE));
    }

    private interface Check {
        void run(String network, GoldenFile golden, JsonNode stored);
    }

    private static List<DynamicTest> small(Check check) {
        List<DynamicTest> tests = new ArrayList<>();
        for (String network : List.of("b2", "b5")) {
            GoldenFile golden = GoldenFile.read("encoder-" + network + ".json");
            for (JsonNode stored : golden.root().get("cases")) {
                String key = stored.get("input").get("key").asText();
                if (!key.endsWith("1520x912")) {
                    tests.add(DynamicTest.dynamicTest(key, () -> check.run(network, golden, stored)));
                }
            }
        }
        assertThat(tests).hasSize(4);
        return tests;
    }

    private static void layersAgree(String network, GoldenFile golden, JsonNode stored) {
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            EfficientNet encoder = new EfficientNet(EfficientNetArchitecture.named("efficientnet-" + network));
            encoder.load(manager, golden, "image_encoder.");
            JsonNode expected = stored.get("intermediate");
            List<String> seen = new ArrayList<>();
            NDArray features = encoder.features(image(manager, stored), (name, activation) -> {
                JsonNode summary = expected.get(name);
                if (summary != null) {
                    Agreement.assertMatches(name, activation, summary);
                    seen.add(name);
                }
            });
            List<String> names = new ArrayList<>();
            expected.fieldNames().forEachRemaining(names::add);
            assertThat(seen).as("stored activations, in execution order").isEqualTo(names);
            assertEmbeddingAgrees(ImageEncoder.pooled(features), stored);
        }
    }

    static void foldedAgrees(String network, GoldenFile golden, JsonNode stored) {
        foldedAgrees(network, golden, stored, Operators.ONEDNN);
    }

    /** Every block and the head, and the feature map once more from the pass that shows no block. */
    private static void foldedAgrees(String network, GoldenFile golden, JsonNode stored, Operators operators) {
        EfficientNetArchitecture architecture = EfficientNetArchitecture.named("efficientnet-" + network);
        int[] blocks = IntStream.range(0, architecture.blocks().size()).toArray();
        try (NDManager manager = NDManager.newBaseManager(Device.cpu());
                ImageEncoder encoder = ImageEncoder.load(
                        manager, architecture, golden, "image_encoder.", DataType.FLOAT32, operators);
                NDManager scope = manager.newSubManager()) {
            NDArray image = image(scope, stored);
            NDArray channelsLast = image.transpose(0, 2, 3, 1).duplicate().transpose(0, 3, 1, 2);
            JsonNode expected = stored.get("intermediate");
            List<NDArray> outputs = encoder.featuresWith(channelsLast, blocks);
            for (int block : blocks) {
                Agreement.assertMatches("block." + block, outputs.get(block), expected.get("block." + block));
            }
            Agreement.assertMatches("head.out", outputs.get(blocks.length), expected.get("head.out"));
            NDArray features = encoder.features(channelsLast);
            assertThat(features.getShape()).isEqualTo(architecture.featureShape(image.getShape()));
            Agreement.assertMatches("head.out", features, expected.get("head.out"));
            assertEmbeddingAgrees(ImageEncoder.pooled(features), stored);
        }
    }

    private static void assertEmbeddingAgrees(NDArray pooled, JsonNode stored) {
        float[] embedding = pooled.toFloatArray();
        float[] expected = GoldenFile.floats(stored.get("embedding_f64"));
        double error = Agreement.relativeL2(embedding, expected);
        System.out.printf(
                "%s: relative L2 error of the pooled vector %.2e%n",
                stored.get("input").get("key"), error);
        assertThat(error).isLessThanOrEqualTo(Agreement.RELATIVE_L2);
    }

    private static NDArray image(NDManager manager, JsonNode stored) {
        JsonNode shape = stored.get("input").get("shape");
        int rows = shape.get(2).asInt();
        int columns = shape.get(3).asInt();
        float[] pixels = GoldenScheme.image(stored.get("input").get("key").asText(), rows, columns);
        assertThat(GoldenFile.crc32(pixels))
                .isEqualTo(stored.get("input").get("crc32").asText());
        return manager.create(pixels, new Shape(1, 3, rows, columns));
    }
}
