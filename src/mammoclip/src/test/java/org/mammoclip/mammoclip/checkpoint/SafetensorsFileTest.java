package org.mammoclip.mammoclip.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mammoclip.mammoclip.block.CheckpointMismatchException;
import org.mammoclip.mammoclip.block.ParameterSpec;
import org.mammoclip.mammoclip.block.RandomParameters;

class SafetensorsFileTest {
    @TempDir
    private Path folder;

    private Path file(String header, int dataBytes) throws IOException {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer content = ByteBuffer.allocate(8 + json.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
        content.putLong(json.length).put(json);
        return Files.write(folder.resolve("x.safetensors"), content.array());
    }

    @Test
    void readsWhatTheWriterWrote() throws IOException {
        List<ParameterSpec> specs =
                List.of(ParameterSpec.weight("a.weight", 3, 2), ParameterSpec.bias("b", 5), ParameterSpec.weight("s"));
        RandomParameters values = new RandomParameters(7, specs);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        SafetensorsWriter.write(out, specs, values);
        Path path = Files.write(folder.resolve("round.safetensors"), out.toByteArray());
        try (SafetensorsFile file = SafetensorsFile.open(path);
                NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            assertThat(file.names()).containsExactly("a.weight", "b", "s");
            for (ParameterSpec spec : specs) {
                NDArray read = file.read(manager, spec.name(), spec.shape());
                assertThat(read.getShape()).isEqualTo(spec.shape());
                assertThat(read.toFloatArray())
                        .containsExactly(
                                values.read(manager, spec.name(), spec.shape()).toFloatArray());
            }
        }
    }

    @Test
    void anEarlierArrayIsNotOverwrittenByALaterRead() throws IOException {
        List<ParameterSpec> specs = List.of(ParameterSpec.bias("a", 4), ParameterSpec.bias("b", 4));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        SafetensorsWriter.write(out, specs, new RandomParameters(7, specs));
        Path path = Files.write(folder.resolve("two.safetensors"), out.toByteArray());
        try (SafetensorsFile file = SafetensorsFile.open(path);
                NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            NDArray a = file.read(manager, "a", new Shape(4));
            float[] before = a.toFloatArray();
            file.read(manager, "b", new Shape(4));
            assertThat(a.toFloatArray()).containsExactly(before);
        }
    }

    @Test
    void missingAndMisshapenParametersAreNamed() throws IOException {
        Path path = file("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}", 8);
        try (SafetensorsFile file = SafetensorsFile.open(path);
                NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            assertThatThrownBy(() -> file.read(manager, "b", new Shape(2)))
                    .isInstanceOf(CheckpointMismatchException.class)
                    .hasMessage("parameter b is missing");
            assertThatThrownBy(() -> file.read(manager, "a", new Shape(1, 2)))
                    .isInstanceOf(CheckpointMismatchException.class)
                    .hasMessage("parameter a has shape (2), the network expects (1, 2)");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[]|0|not a JSON object",
                "{\"a\":1} x|0|not JSON",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},\"a\":1}|8|not JSON",
                "{\"a\":{\"dtype\":\"BF16\",\"shape\":[2],\"data_offsets\":[0,4]}}|4|is not F32",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,12]}}|12|has 12 bytes",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}|7|lies outside",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,0]}}|8|lies outside",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[-2],\"data_offsets\":[0,8]}}|8|no whole number",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[-8,0]}}|8|no whole number",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1e3],\"data_offsets\":[0,8]}}|8|no whole number",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[99999999999999999999],\"data_offsets\":[0,8]}}|8|no whole number",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[4294967296,4294967296],\"data_offsets\":[0,8]}}|8|more than 2 GiB",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[65536,65536,65536,65536],\"data_offsets\":[0,0]}}|8|more than 2 GiB",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1,1,1,1,1,1,1,1,1],\"data_offsets\":[0,4]}}|4|at most 8",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0]}}|8|no pair of offsets",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},\"b\":{\"dtype\":\"F32\",\"shape\":[2],"
                        + "\"data_offsets\":[4,12]}}|12|overlaps",
            })
    void aDamagedHeaderIsRefused(String header, int dataBytes, String reason) throws IOException {
        Path path = file(header, dataBytes);
        assertThatThrownBy(() -> SafetensorsFile.open(path))
                .isInstanceOf(CheckpointFormatException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void aHeaderLongerThanTheFileIsNotAllocated() throws IOException {
        Path path = folder.resolve("long.safetensors");
        for (long length : new long[] {-1, 0, 1, 3, Long.MAX_VALUE}) {
            Files.write(
                    path,
                    ByteBuffer.allocate(10)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .putLong(length)
                            .array());
            assertThatThrownBy(() -> SafetensorsFile.open(path)).isInstanceOf(CheckpointFormatException.class);
        }
        Files.write(path, new byte[7]);
        assertThatThrownBy(() -> SafetensorsFile.open(path)).isInstanceOf(CheckpointFormatException.class);
    }

    @Test
    void aFileCutAfterOpeningIsAnErrorAndNotACrash() throws IOException {
        Path path = file("{\"a\":{\"dtype\":\"F32\",\"shape\":[65536],\"data_offsets\":[0,262144]}}", 262_144);
        try (SafetensorsFile file = SafetensorsFile.open(path);
                NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            Files.write(path, new byte[100], StandardOpenOption.TRUNCATE_EXISTING);
            assertThatThrownBy(() -> file.read(manager, "a", new Shape(65_536)))
                    .hasRootCauseInstanceOf(IOException.class);
        }
    }
}
