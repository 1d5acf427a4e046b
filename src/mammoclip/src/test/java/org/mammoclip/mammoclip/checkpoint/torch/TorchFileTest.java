package org.mammoclip.mammoclip.checkpoint.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mammoclip.mammoclip.checkpoint.CheckpointFormatException;
import org.mammoclip.mammoclip.golden.SampleCheckpoints;

/** What the sample files do not show: large files, newer pickles, half floats bit by bit, a file that changes under us. */
class TorchFileTest {
    @TempDir
    private Path folder;

    private static byte[] floats(float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return bytes.array();
    }

    /** An unused entry of 5 GiB comes first, so that all positions need 64 bits and the directory its large form. */
    @Test
    void tensorsBehindFourGigabytesAreRead() throws IOException {
        Path path = folder.resolve("large.tar");
        try (TorchZipWriter zip = new TorchZipWriter(path, "large")) {
            zip.hole("data/1", 5L << 30);
            zip.entry("data.pkl", new PickleWriter().tensor("Float", "0", 3).end());
            zip.entry("data/0", floats(1, 2, 3));
        }
        assertThat(Files.size(path)).isGreaterThan(5L << 30);
        try (TorchFile file = TorchFile.open(path)) {
            assertThat(file.doubles((TorchTensor) file.root())).containsExactly(1, 2, 3);
        }
    }

    /** Frames, short texts, memo by order and names from the stack, as {@code torch.save(..., pickle_protocol=4)} writes. */
    @Test
    void picklesOfProtocolFourAreReadAlike() throws IOException {
        PickleWriter pickle = new PickleWriter().raw(0x80, 4, 0x95, 40, 0, 0, 0, 0, 0, 0, 0, '}', 0x94);
        shortText(pickle, "storage").raw(0x94, '0');
        shortText(pickle, "w");
        shortText(pickle, "torch._utils");
        shortText(pickle, "_rebuild_tensor_v2").raw(0x93, '(', '(', 'h', 1);
        shortText(pickle, "torch");
        shortText(pickle, "FloatStorage").raw(0x93);
        shortText(pickle, "0");
        shortText(pickle, "cpu").raw('K', 3, 't', 'Q', 'K', 0, 'K', 3, 0x85, 'K', 1, 0x85, 0x89, '}', 't', 'R', 's');
        Path path = folder.resolve("four.pt");
        try (TorchZipWriter zip = new TorchZipWriter(path, "four")) {
            zip.entry("data.pkl", pickle.end());
            zip.entry("data/0", floats(4, 5, 6));
        }
        try (TorchFile file = TorchFile.open(path)) {
            TorchTensor tensor =
                    (TorchTensor) ((Dictionary) file.root()).at("w").orElseThrow();
            assertThat(file.doubles(tensor)).containsExactly(4, 5, 6);
        }
        Path six = folder.resolve("six.pt");
        try (TorchZipWriter zip = new TorchZipWriter(six, "six")) {
            zip.entry("data.pkl", new PickleWriter().raw(0x80, 6).end());
        }
        assertThatThrownBy(() -> TorchFile.open(six)).hasMessageContaining("pickle protocol 6, read are 2 to 5");
    }

    private static PickleWriter shortText(PickleWriter pickle, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return pickle.raw(0x8C, bytes.length).raw(bytes);
    }

    @Test
    void everyHalfFloatIsItsValue() {
        assertThat(ScalarType.halfToFloat((short) 0x3C00)).isEqualTo(1f);
        assertThat(ScalarType.halfToFloat((short) 0xC000)).isEqualTo(-2f);
        assertThat(ScalarType.halfToFloat((short) 0x7BFF)).isEqualTo(65504f);
        assertThat(ScalarType.halfToFloat((short) 0x0400)).isEqualTo(0x1p-14f);
        assertThat(ScalarType.halfToFloat((short) 0x0001)).isEqualTo(0x1p-24f);
        assertThat(ScalarType.halfToFloat((short) 0x83FF)).isEqualTo(-1023 * 0x1p-24f);
        assertThat(ScalarType.halfToFloat((short) 0x7C00)).isEqualTo(Float.POSITIVE_INFINITY);
        assertThat(ScalarType.halfToFloat((short) 0xFC00)).isEqualTo(Float.NEGATIVE_INFINITY);
        assertThat(ScalarType.halfToFloat((short) 0x7E00)).isNaN();
        assertThat(Float.floatToRawIntBits(ScalarType.halfToFloat((short) 0x8000)))
                .isEqualTo(0x8000_0000);
    }

    @Test
    void aFileCutAfterOpeningIsAnErrorAndNotACrash() throws IOException {
        Path path = folder.resolve("cut.pt");
        try (TorchZipWriter zip = new TorchZipWriter(path, "cut")) {
            zip.entry(
                    "data.pkl", new PickleWriter().tensor("Float", "0", 1 << 16).end());
            zip.entry("data/0", new byte[Float.BYTES << 16]);
        }
        try (TorchFile file = TorchFile.open(path)) {
            Files.write(path, new byte[100]);
            assertThatThrownBy(() -> file.floats((TorchTensor) file.root()))
                    .isInstanceOf(CheckpointFormatException.class)
                    .hasMessageContaining("became shorter");
        }
    }

    /** What {@code pickle.dump} writes instead of {@code torch.save}: the same pickle and nothing around it. */
    @Test
    void aBarePickleWithoutTensorsIsRead() throws IOException {
        Path path = folder.resolve("embeddings.pkl");
        try (ZipFile zip =
                        new ZipFile(SampleCheckpoints.path("attr_embs_tiny.pth").toFile());
                InputStream pickle = zip.getInputStream(zip.getEntry("attr_embs_tiny/data.pkl"))) {
            Files.write(path, pickle.readAllBytes());
        }
        try (TorchFile file = TorchFile.open(path)) {
            assertThat(file.layout()).isEqualTo(TorchFile.Layout.PICKLE);
            assertThat(((NumpyArray) ((Dictionary) file.root()).at("mass").orElseThrow()).values())
                    .hasSize(8);
        }
        Files.write(path, new byte[1], StandardOpenOption.APPEND);
        assertThatThrownBy(() -> TorchFile.open(path)).hasMessageContaining("bytes after it");
    }

    /** The same bytes in column-major order and with the other byte order, as NumPy may write them. */
    @Test
    void numpyArraysOfEitherOrderAreReadRowByRow() {
        NumpyArray array = new NumpyArray();
        NumpyType type = new NumpyType("i2");
        type.setBigEndian();
        array.setState(new long[] {2, 3}, type, true, new byte[] {0, 1, 0, 4, 0, 2, 0, 5, 0, 3, 0, 6});
        assertThat(array.values()).containsExactly(1, 2, 3, 4, 5, 6);
        assertThatThrownBy(() -> array.setState(new long[] {2, 2}, type, false, new byte[6]))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> array.setState(new long[] {1L << 40, 1L << 40}, type, false, new byte[6]))
                .isInstanceOf(IllegalArgumentException.class);
        array.setState(new long[] {1}, new NumpyType("O8"), false, new byte[0]);
        assertThat(array.isNumeric()).isFalse();
    }
}
