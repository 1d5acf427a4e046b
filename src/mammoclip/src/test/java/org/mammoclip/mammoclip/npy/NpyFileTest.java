package org.mammoclip.mammoclip.npy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Arrays as NumPy 1.24 wrote them, arrays as we write them, and files that are neither. */
class NpyFileTest {
    /** {@code np.arange(6).reshape(2, 3) / 2} as float32, version 1.0. */
    private static final String FLOAT32 = "k05VTVBZAQB2AHsnZGVzY3InOiAnPGY0JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBl"
            + "JzogKDIsIDMpLCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAAAAAAAPw"
            + "AAgD8AAMA/AAAAQAAAIEA=";

    /** The same as big-endian float64, version 2.0. */
    private static final String BIG_ENDIAN =
            "k05VTVBZAgB0AAAAeydkZXNjcic6ICc+ZjgnLCAnZm9ydHJhbl9vcmRlcic6IEZhbHNlLCAnc2hhcG"
                    + "UnOiAoMiwgMyksIH0gICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAAAAAAAAD/gAA"
                    + "AAAAAAP/AAAAAAAAA/+AAAAAAAAEAAAAAAAAAAQAQAAAAAAAA=";

    /** {@code np.arange(24).reshape(2, 3, 4)} as int32 in column-major order. */
    private static final String COLUMN_MAJOR =
            "k05VTVBZAQB2AHsnZGVzY3InOiAnPGk0JywgJ2ZvcnRyYW5fb3JkZXInOiBUcnVlLCAnc2hhcGUn"
                    + "OiAoMiwgMywgNCksIH0gICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAAADAAAAAQAAA"
                    + "AQAAAACAAAABQAAAABAAAADQAAAAUAAAARAAAACQAAABUAAAACAAAADgAAAAYAAAASAAAACgAAABYAAAADAAAADwAAAAcAAAATAAAACwAAABcA"
                    + "AAA=";

    /** {@code np.array(200, dtype='u1')}: no axes. */
    private static final String SCALAR =
            "k05VTVBZAQB2AHsnZGVzY3InOiAnfHUxJywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKC"
                    + "ksIH0gICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIArI";

    @TempDir
    Path folder;

    private static NpyArray read(String base64) throws IOException {
        return NpyFile.read(Base64.getDecoder().decode(base64));
    }

    @Test
    void readsWhatNumPyWrote() throws IOException {
        NpyArray single = read(FLOAT32);
        assertThat(single.type()).isEqualTo(NpyType.FLOAT32);
        assertThat(single.shape()).containsExactly(2, 3);
        assertThat(single.floats()).containsExactly(0, 0.5f, 1, 1.5f, 2, 2.5f);
        assertThat(read(BIG_ENDIAN).floats()).containsExactly(0, 0.5f, 1, 1.5f, 2, 2.5f);
        assertThat(read(SCALAR).longs()).containsExactly(200);
        assertThat(read(SCALAR).shapeText()).isEqualTo("scalar");
    }

    @Test
    void columnMajorArraysComeOutRowMajor() throws IOException {
        NpyArray array = read(COLUMN_MAJOR);
        assertThat(array.shape()).containsExactly(2, 3, 4);
        long[] expected = new long[24];
        for (int i = 0; i < expected.length; i++) {
            expected[i] = i;
        }
        assertThat(array.longs()).containsExactly(expected);
    }

    @ParameterizedTest
    @CsvSource({"1, '3'", "2, '1, 3'", "3, '2, 1, 3'"})
    void readsBackWhatItWrote(int axes, String shapeText) throws IOException {
        int[] shape =
                Arrays.stream(shapeText.split(", ")).mapToInt(Integer::parseInt).toArray();
        assertThat(shape).hasSize(axes);
        float[] floats = axes == 3 ? new float[] {1, -2, Float.NaN, 0, 5, 1e-40f} : new float[] {1, Float.MAX_VALUE, 3};
        long[] longs = axes == 3 ? new long[] {1, 2, 3, 4, 5, Long.MIN_VALUE} : new long[] {-1, Long.MAX_VALUE, 3};
        Path file = folder.resolve("array.npy");

        NpyFile.write(file, floats, shape);
        assertThat(NpyFile.read(file).floats()).containsExactly(floats);
        assertThat(NpyFile.read(file).shape()).containsExactly(shape);

        NpyFile.write(file, longs, shape);
        assertThat(NpyFile.read(file).longs()).containsExactly(longs);
        assertThat(NpyFile.read(file).type()).isEqualTo(NpyType.INT64);
        assertThat((Files.size(file) - 8L * longs.length) % 64)
                .as("elements are aligned as NumPy wants them")
                .isZero();
    }

    @Test
    void writesTheBytesThatNumPyWrites() throws IOException {
        Path file = folder.resolve("array.npy");
        NpyFile.write(file, new float[] {0, 0.5f, 1, 1.5f, 2, 2.5f}, 2, 3);
        byte[] written = Files.readAllBytes(file);
        byte[] numPy = Base64.getDecoder().decode(FLOAT32);
        assertThat(written).hasSameSizeAs(numPy);
        assertThat(written).endsWith(Arrays.copyOfRange(numPy, 128, numPy.length));
    }

    @Test
    void refusesAShapeThatIsNotTheValues() {
        assertThatThrownBy(() -> NpyFile.write(folder.resolve("x.npy"), new float[5], 2, 3))
                .hasMessage("5 values for an array of 2x3");
        assertThat(folder.resolve("x.npy")).doesNotExist();
    }

    @Test
    void numbersOfTheWrongKindAreRefusedByName() throws IOException {
        assertThatThrownBy(() -> read(SCALAR).floats()).hasMessage("holds u1 values, expected f4 or f8");
        assertThatThrownBy(() -> read(FLOAT32).longs()).hasMessage("holds f4 values, expected i8, i4 or u1");
        String records = "{'descr': [('a', '<i4'), ('b', '<f8')], 'fortran_order': False, 'shape': (1,), }";
        assertThatThrownBy(() -> NpyFile.read(file(records, 12))).hasMessageContaining("record array");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'descr': '|O', 'fortran_order': False, 'shape': (1,), }",
                "{'descr': '<f2', 'fortran_order': False, 'shape': (1,), }",
                "{'descr': '=f4', 'fortran_order': False, 'shape': (1,), }",
                "{'descr': '|f4', 'fortran_order': False, 'shape': (1,), }",
                "{'descr': '<f4', 'fortran_order': 0, 'shape': (1,), }",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (-1,), }",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999,), }",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (1 1), }",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (1,1,1,1,1,1,1,1,1), }",
                "{'descr': '<f4', 'fortran_order': False, }",
                "{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (1,), }",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (1,), 'x': 'y', }",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (1,), } + 1",
                "{'descr': '<f4",
                "__import__('os').system('true')",
                ""
            })
    void refusesAnyOtherHeader(String header) throws IOException {
        byte[] file = file(header, 4);
        assertThatThrownBy(() -> NpyFile.read(file)).isInstanceOf(NpyFormatException.class);
    }

    @Test
    void refusesALengthThatIsNotTheHeaders() throws IOException {
        String header = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }";
        assertThat(NpyFile.read(file(header, 24)).size()).isEqualTo(6);
        assertThatThrownBy(() -> NpyFile.read(file(header, 23)))
                .hasMessage("has 23 bytes of elements, its header (f4 2x3) says 24");
        assertThatThrownBy(() -> NpyFile.read(file(header, 25))).hasMessageContaining("25 bytes");
    }

    @Test
    void refusesMoreThanTheBoundBeforeItTakesMemory() throws IOException {
        String header = "{'descr': '<f8', 'fortran_order': False, 'shape': (999999999, 999999999, 999999999), }";
        assertThatThrownBy(() -> NpyFile.read(file(header, 0))).hasMessageContaining("more than 268435456 bytes");
        String one = "{'descr': '|u1', 'fortran_order': False, 'shape': (268435457,), }";
        assertThatThrownBy(() -> NpyFile.read(file(one, 0))).hasMessageContaining("more than 268435456 bytes");
        String within = "{'descr': '|u1', 'fortran_order': False, 'shape': (268435456,), }";
        assertThatThrownBy(() -> NpyFile.read(file(within, 0))).hasMessageContaining("0 bytes of elements");
        String blanks = " ".repeat(NpyFile.MAX_HEADER + 1);
        assertThatThrownBy(() -> NpyFile.read(file(blanks, 0))).hasMessageContaining("header of more than 10000 bytes");
    }

    @Test
    void saysWhatAFileOfAnotherKindIs() {
        assertThatThrownBy(() -> NpyFile.read("PK\3\4 an archive".getBytes(StandardCharsets.ISO_8859_1)))
                .hasMessageContaining(".npz");
        byte[] fourth = Base64.getDecoder().decode(FLOAT32);
        fourth[6] = 4;
        assertThatThrownBy(() -> NpyFile.read(fourth)).hasMessageContaining("version 4.0");
        assertThatThrownBy(() -> NpyFile.read(new byte[0])).isInstanceOf(NpyFormatException.class);
    }

    private static byte[] file(String header, int elements) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
        out.write(header.length() & 0xFF);
        out.write(header.length() >> 8);
        out.writeBytes(header.getBytes(StandardCharsets.ISO_8859_1));
        out.write(new byte[elements]);
        return out.toByteArray();
    }
}
