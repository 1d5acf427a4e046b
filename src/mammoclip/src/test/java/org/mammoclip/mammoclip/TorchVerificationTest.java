package org.mammoclip.mammoclip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mammoclip.mammoclip.block.ParameterSpec;
import org.mammoclip.mammoclip.block.RandomParameters;
import org.mammoclip.mammoclip.checkpoint.CheckpointFormatException;
import org.mammoclip.mammoclip.checkpoint.ModelDescription;
import org.mammoclip.mammoclip.checkpoint.torch.StateDictWriter;
import org.mammoclip.mammoclip.checkpoint.torch.StateDictWriter.Entry;
import org.mammoclip.mammoclip.golden.GoldenFile;
import org.mammoclip.mammoclip.text.BertArchitecture;
import org.mammoclip.mammoclip.verify.ProbePoint;
import org.mammoclip.mammoclip.verify.VerificationReport;

/** PyTorch files with the golden B2 tower verify against the golden file; a small text tower keeps them small. */
class TorchVerificationTest {
    private static final GoldenFile GOLDEN = GoldenFile.read("encoder-b2.json");
    private static final int WORDS = 40;

    @TempDir
    Path folder;

    private Path reference = Path.of("");

    @BeforeEach
    void writeReference() throws IOException {
        ObjectNode root = GOLDEN.root().deepCopy();
        ArrayNode cases = root.putArray("cases");
        GOLDEN.root().get("cases").forEach(stored -> {
            if (stored.get("input").get("key").asText().endsWith("224x160")) {
                cases.add(stored);
            }
        });
        reference = folder.resolve("encoder-b2.json");
        Files.write(reference, new ObjectMapper().writeValueAsBytes(root));
    }

    private static Shape shape(String name) {
        for (JsonNode entry : GOLDEN.root().get("params")) {
            if (entry.get("name").asText().equals(name)) {
                return new Shape(new ObjectMapper().convertValue(entry.get("shape"), long[].class));
            }
        }
        throw new IllegalArgumentException(name);
    }

    private static List<Entry> imageTower() {
        return GOLDEN.names().stream()
                .map(name -> new Entry(name, shape(name), false))
                .toList();
    }

    /** The golden image side, and a text side that is only there. */
    private Path clip(String changed) throws IOException {
        List<ParameterSpec> texts = new ArrayList<>();
        texts.add(new ParameterSpec(ModelDescription.LOGIT_SCALE, new Shape(), Parameter.Type.OTHER));
        new BertArchitecture(WORDS, 1, 64, 1, 96, 300)
                .parameters()
                .forEach(spec -> texts.add(spec.prefixed(ModelDescription.TEXT_PREFIX)));
        texts.add(ParameterSpec.weight("text_projection.projection.weight", 512, 64));
        texts.add(ParameterSpec.bias("text_projection.projection.bias", 512));
        RandomParameters random = new RandomParameters(2, texts);
        List<Entry> entries = new ArrayList<>(imageTower());
        texts.forEach(spec -> entries.add(Entry.of(spec)));
        Path file = folder.resolve("b2-model.tar");
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            new StateDictWriter(entries, (name, shape) -> {
                        float[] values;
                        if (GOLDEN.names().contains(name)) {
                            values = GOLDEN.values(name, shape);
                        } else {
                            try (NDArray array = random.read(manager, name, shape)) {
                                values = array.toFloatArray();
                            }
                        }
                        values[0] += name.equals(changed) ? 0.5f : 0;
                        return values;
                    })
                    .prefixed("module.")
                    .write(file);
        }
        Files.writeString(
                folder.resolve("vocab.txt"),
                String.join(
                        "\n",
                        Stream.concat(
                                        Stream.of("[PAD]", "[UNK]", "[CLS]", "[SEP]"),
                                        IntStream.range(4, WORDS).mapToObj(i -> "word" + i))
                                .toList()));
        return file;
    }

    private VerificationReport compare(Path file) throws IOException {
        return ModelVerification.compare(file.toString(), reference, 1e-5, ComputeDevice.CPU)
                .report()
                .orElseThrow();
    }

    @Test
    void aPreTrainingFileVerifiesAndAChangedOneIsNamedByLayerAndParameter() throws IOException {
        VerificationReport clean = compare(clip(""));
        assertThat(clean.agrees()).as("%s", clean.firstDeviation()).isTrue();
        assertThat(clean.skipped()).isEmpty();
        assertThat(clean.points().stream().map(ProbePoint::name)).contains("block.22", "normalized", "embedding");

        String changed = "image_encoder._blocks.13._depthwise_conv.weight";
        VerificationReport deviating = compare(clip(changed));
        assertThat(deviating.deviatingParameters())
                .singleElement()
                .satisfies(point -> assertThat(point.name()).isEqualTo(changed));
        assertThat(deviating.firstDeviation().orElseThrow().name()).isEqualTo("block.13");
    }

    @Test
    void aClassifierVerifiesWithoutItsProjection() throws IOException {
        List<Entry> entries = new ArrayList<>(imageTower());
        entries.removeIf(entry -> entry.name().startsWith("image_projection"));
        entries.add(new Entry("classifier.classification_head.weight", new Shape(1, 1408), false));
        entries.add(new Entry("classifier.classification_head.bias", new Shape(1), false));
        Path file = folder.resolve("mass.pth");
        new StateDictWriter(
                        entries,
                        (name, shape) ->
                                GOLDEN.names().contains(name) ? GOLDEN.values(name, shape) : filled((int) shape.size()))
                .write(file);

        ModelVerification survey = ModelVerification.survey(file.toString());
        assertThat(survey.kind()).isEqualTo("classifier");
        assertThat(survey.passes()).isTrue();
        assertThat(survey.survey().trainable()).isEqualTo(7_700_994 + 1409);
        VerificationReport report = compare(file);
        assertThat(report.agrees()).as("%s", report.firstDeviation()).isTrue();
        assertThat(report.skipped())
                .contains("b2/input/224x160: projection", "b2/input/224x160: normalized")
                .allMatch(line -> line.contains("projection") || line.contains("normalized"));
        assertThatThrownBy(() -> ModelProbe.open(file.toString(), ComputeDevice.CPU))
                .isInstanceOf(CheckpointFormatException.class)
                .hasMessageContaining("holds a classifier and no text tower");
    }

    private static float[] filled(int size) {
        float[] values = new float[size];
        Arrays.fill(values, 0.25f);
        return values;
    }
}
