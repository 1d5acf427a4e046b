package org.mammoclip.mammoclip.checkpoint.torch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mammoclip.mammoclip.golden.SampleCheckpoints;

/** The sample files, which PyTorch itself wrote, read as {@code expected.json} says, in both layouts. */
class GoldenCheckpointsTest {
    private static final JsonNode EXPECTED = expected();

    private static JsonNode expected() {
        try (InputStream in = GoldenCheckpointsTest.class.getResourceAsStream("/golden/checkpoints/expected.json")) {
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode expectedOf(String file) {
        for (Iterator<Map.Entry<String, JsonNode>> it = EXPECTED.fields(); it.hasNext(); ) {
            Map.Entry<String, JsonNode> entry = it.next();
            if (entry.getKey().contains(file)) {
                return entry.getValue();
            }
        }
        throw new IllegalStateException(file);
    }

    private static PickledValue at(TorchFile file, String... path) {
        return ((Dictionary) file.root()).at(path).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "clip-tiny-zip.tar, ZIP",
        "clip-tiny-legacy.tar, LEGACY",
        "clip-tiny-plainconfig-zip.tar, ZIP",
        "clip-tiny-torch2-entries-zip.tar, ZIP"
    })
    void aCheckpointHasItsTensorsConfigurationAndTraining(String name, TorchFile.Layout layout) throws IOException {
        JsonNode expected = expectedOf(name);
        try (TorchFile file = TorchFile.open(SampleCheckpoints.path(name))) {
            assertThat(file.layout()).isEqualTo(layout);
            assertThat(((Dictionary) file.root()).named().keySet())
                    .containsExactly("model", "optimizer", "scheduler", "config", "epoch", "train_loss");
            assertTensors(file, (Dictionary) at(file, "model"), expected.get("model"));
            assertThat(at(file, "epoch")).isEqualTo(PickledValue.Whole.of(7));
            assertThat(file.doubles((TorchTensor) at(file, "train_loss"))).containsExactly(1.625);
            boolean omegaConf = !name.contains("plainconfig") && !name.contains("torch2");
            assertConfiguration(at(file, "config"), expected.get("config"), omegaConf);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"clip-tiny-zip.tar", "clip-tiny-legacy.tar"})
    void theOptimizerIsReadLikeAnythingElse(String name) throws IOException {
        JsonNode expected = expectedOf(name).get("optimizer");
        try (TorchFile file = TorchFile.open(SampleCheckpoints.path(name))) {
            Dictionary states = (Dictionary) at(file, "optimizer", "state");
            Dictionary first = (Dictionary) states.entries().get(PickledValue.Whole.of(0));
            assertTensors(file, first, expected.get("state_0"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"kinds-zip.pth", "kinds-legacy.pth"})
    void everyKindOfTensorHasItsTypeShapeStridesAndValues(String name) throws IOException {
        JsonNode expected = expectedOf(name);
        try (TorchFile file = TorchFile.open(SampleCheckpoints.path(name))) {
            Dictionary model = (Dictionary) at(file, "model");
            assertThat(model.named().keySet())
                    .containsExactlyInAnyOrderElementsOf(
                            () -> expected.get("model").fieldNames());
            assertTensors(file, model, expected.get("model"));
            NumpyArray predictions = (NumpyArray) at(file, "predictions");
            assertThat(predictions.shape()).containsExactly(3, 2);
            assertThat(predictions.values())
                    .containsExactly(doubles(expected.get("predictions").get("values_row_major")));
            assertThat(at(file, "epoch")).isEqualTo(PickledValue.Whole.of(8));
            assertThat(at(file, "auroc")).isEqualTo(new PickledValue.Real(0.8125));
            assertThat(at(file, "f1")).isEqualTo(new PickledValue.Real(0.5));
            assertThat(at(file, "none")).isEqualTo(PickledValue.Nothing.NONE);
            assertThat(((Sequence) at(file, "flags")).items())
                    .containsExactly(new PickledValue.Truth(true), new PickledValue.Truth(false));
            assertThat(at(file, "name")).isEqualTo(new PickledValue.Text("na\u00efve"));
            for (JsonNode shared : expected.get("shared")) {
                assertThat(((TorchTensor) at(file, "model", shared.asText())).storage())
                        .isSameAs(((TorchTensor) at(file, "model", "shared_whole")).storage());
            }
        }
    }

    @Test
    void attributeEmbeddingsAreNumpyArrays() throws IOException {
        JsonNode expected = expectedOf("attr_embs_tiny.pth");
        try (TorchFile file = TorchFile.open(SampleCheckpoints.path("attr_embs_tiny.pth"))) {
            assertThat(((Dictionary) file.root()).named().keySet()).containsExactly("mass", "suspicious_calcification");
            for (String name : ((Dictionary) file.root()).named().keySet()) {
                NumpyArray array = (NumpyArray) at(file, name);
                double[] values = array.values();
                assertThat(array.shape()).containsExactly(8);
                for (int i = 0; i < values.length; i++) {
                    assertThat((float) values[i])
                            .isEqualTo((float) expected.get(name).get(i).asDouble());
                }
            }
        }
    }

    private static void assertTensors(TorchFile file, Dictionary tensors, JsonNode expected) throws IOException {
        for (Iterator<Map.Entry<String, JsonNode>> it = expected.fields(); it.hasNext(); ) {
            Map.Entry<String, JsonNode> entry = it.next();
            assertTensor(
                    entry.getKey(),
                    file,
                    (TorchTensor) tensors.at(entry.getKey()).orElseThrow(),
                    entry.getValue());
        }
    }

    private static void assertTensor(String name, TorchFile file, TorchTensor tensor, JsonNode expected)
            throws IOException {
        ObjectMapper json = new ObjectMapper();
        assertThat(tensor.type().label())
                .as(name)
                .isEqualTo(expected.get("dtype").asText());
        assertThat(tensor.shape()).as(name).isEqualTo(json.convertValue(expected.get("shape"), long[].class));
        assertThat(tensor.stride()).as(name).isEqualTo(json.convertValue(expected.get("stride"), long[].class));
        assertThat(tensor.offset())
                .as(name)
                .isEqualTo(expected.get("storage_offset").asLong());
        JsonNode values = expected.get("values_row_major");
        assertThat(tensor.elements()).as(name).isEqualTo(values.size());
        if (tensor.type().isFloating()) {
            assertReals(name, file, tensor, doubles(values));
        } else {
            long[] wholes = file.wholes(tensor);
            for (int i = 0; i < wholes.length; i++) {
                JsonNode value = values.get(i);
                long wanted = value.isBoolean() ? (value.asBoolean() ? 1 : 0) : value.asLong();
                assertThat(wholes[i]).as(name).isEqualTo(wanted);
            }
        }
    }

    /** Exactly, as doubles and as float32 (both hold float16 and bfloat16); the expected file has no sign for zero. */
    private static void assertReals(String name, TorchFile file, TorchTensor tensor, double[] expected)
            throws IOException {
        double[] actual = file.doubles(tensor);
        ByteBuffer floats = file.floats(tensor);
        assertThat(floats.remaining()).isEqualTo(Float.BYTES * expected.length);
        for (int i = 0; i < expected.length; i++) {
            float wanted = (float) expected[i];
            assertThat(Float.valueOf(floats.getFloat(i * Float.BYTES) + 0f))
                    .as(name)
                    .isEqualTo(Float.valueOf(wanted));
            assertThat(Double.valueOf(actual[i] + 0.0))
                    .as(name)
                    .isEqualTo(Double.valueOf(tensor.type() == ScalarType.FLOAT64 ? expected[i] : wanted));
        }
    }

    private static double[] doubles(JsonNode array) {
        double[] values = new double[array.size()];
        for (int i = 0; i < values.length; i++) {
            // Infinity and NaN stand there as text.
            values[i] = Double.parseDouble(array.get(i).asText());
        }
        return values;
    }

    /** Nested dictionaries, lists and scalars; where the list was an OmegaConf object it is opaque and does no harm. */
    private static void assertConfiguration(PickledValue actual, JsonNode expected, boolean omegaConf) {
        if (expected.isObject()) {
            expected.fields()
                    .forEachRemaining(entry -> assertConfiguration(
                            ((Dictionary) actual).at(entry.getKey()).orElseThrow(), entry.getValue(), omegaConf));
        } else if (expected.isArray() && omegaConf) {
            assertThat(actual).isEqualTo(new PickledValue.Opaque("omegaconf.listconfig.ListConfig"));
        } else if (expected.isArray()) {
            for (int i = 0; i < expected.size(); i++) {
                assertConfiguration(((Sequence) actual).items().get(i), expected.get(i), omegaConf);
            }
        } else if (expected.isTextual()) {
            assertThat(actual).isEqualTo(new PickledValue.Text(expected.asText()));
        } else if (expected.isBoolean()) {
            assertThat(actual).isEqualTo(new PickledValue.Truth(expected.asBoolean()));
        } else if (expected.isIntegralNumber()) {
            assertThat(actual).isEqualTo(PickledValue.Whole.of(expected.asLong()));
        } else {
            assertThat(actual).isEqualTo(new PickledValue.Real(expected.asDouble()));
        }
    }
}
