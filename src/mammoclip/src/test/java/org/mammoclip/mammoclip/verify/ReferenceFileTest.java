package org.mammoclip.mammoclip.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mammoclip.mammoclip.npy.NpyFile;

/** The JSON of reference values: what is read, and that every mistake is named by its place. */
class ReferenceFileTest {
    @TempDir
    Path folder;

    private ReferenceFile read(String json) throws IOException {
        return ReferenceFile.read(Files.writeString(folder.resolve("reference.json"), json));
    }

    @Test
    void readsAnInputFromTheFileBesideIt() throws IOException {
        float[] values = NoiseImage.of("example", 32, 40);
        NpyFile.write(folder.resolve("x.npy"), values, 1, 3, 32, 40);
        String json = "{'cases': [{'input': {'file': 'x.npy', 'shape': [1, 3, 32, 40]}, 'embedding': [1, 2.5]}]}";
        ReferenceFile reference = read(json.replace('\'', '"'));
        assertThat(reference.images()).singleElement().satisfies(stored -> {
            assertThat(stored.name()).isEqualTo("x.npy");
            assertThat(stored.input().values()).containsExactly(values);
            assertThat(stored.vectors().get("embedding")).containsExactly(1, 2.5f);
        });
        assertThat(reference.summary()).isEqualTo("1 images, 0 text batches, 0 parameters");

        NpyFile.write(folder.resolve("x.npy"), values, 1, 3, 40, 32);
        assertThatThrownBy(() -> reference.images().get(0).input().values())
                .hasMessage("x.npy is of 1x3x40x32, expected 1x3x32x40");
    }

    @Test
    void anInputThatIsNotTheOneOfTheStoredValuesIsRefused() throws IOException {
        String json = "{'cases': [{'input': {'key': 'example', 'shape': [1, 3, 32, 40], 'crc32': '00000000'}}]}";
        ReferenceFile reference = read(json.replace('\'', '"'));
        assertThatThrownBy(() -> reference.images().get(0).input().values())
                .isInstanceOf(ReferenceFormatException.class)
                .hasMessageContaining("computed from one with 00000000");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | cases: expected a list of cases, or params",
                "{'cases': 3} | cases: expected a list",
                "{'cases': [3]} | cases: expected a list of objects",
                "{'cases': [{}]} | cases[0].input: expected an object (image), or input_ids (texts)",
                "{'cases': [{'input': 3}]} | cases[0].input: expected an object",
                "{'cases': [{'input': {'shape': [1, 3]}}]} | cases[0].input.shape: expected [1, 3, rows, columns]",
                "{'cases': [{'input': {'shape': [1, 3, 64, 64]}}]} | cases[0].input.key: expected either key or file",
                "{'cases': [{'input': {'shape': [1, 3, 64, 4097], 'key': 'a'}}]} | cases[0].input.shape: expected",
                "{'cases': [{'input': {'shape': [1, 3, 31, 64], 'key': 'a'}}]} | sides of 32 to 4096",
                "{'cases': [{'input': {'shape': [1, 3, 64, 64.5], 'key': 'a'}}]} | cases[0].input.shape: expected whole",
                "{'cases': [{'input': {'shape': [1,3,64,64], 'key': 'a'}, 'embedding': ['x']}]} | cases[0].embedding",
                "{'cases': [{'input': {'shape': [1,3,64,64], 'key': 'a'}, 'intermediate': {'stem.out': {'shape': [1]}}}]} |"
                        + " cases[0].intermediate.stem.out.mean: expected a number",
                "{'cases': [{'input_ids': [[1, 2], [3]], 'attention_mask_lengths': [2, 1]}]} | rows of equal length",
                "{'cases': [{'input_ids': [[1, 2], [3, 4]], 'attention_mask_lengths': [2]}]} | one length of 1 to 2",
                "{'cases': [{'input_ids': [[1, 2]], 'attention_mask_lengths': [3]}]} | one length of 1 to 2",
                "{'cases': [{'input': {'shape': [1,3,64,64], 'file': 'a\\u0000'}}]} | cases[0].input.file: expected a line",
                "{'params': [{'name': 'a', 'shape': [2], 'crc32': 'ABCDEF01'}]} | params[0].crc32: expected 8",
                "[] | must be a JSON object",
                "{'cases': | is no JSON",
            })
    void everyMistakeIsNamedByItsPlace(String json, String message) {
        assertThatThrownBy(() -> read(json.replace('\'', '"')))
                .isInstanceOf(ReferenceFormatException.class)
                .hasMessageContaining(message.strip());
    }

    @Test
    void refusesMoreThanTheBound() throws IOException {
        Path file = folder.resolve("large.json");
        byte[] blanks = new byte[(int) ReferenceFile.MAX_BYTES + 1];
        java.util.Arrays.fill(blanks, (byte) ' ');
        Files.write(file, blanks);
        assertThatThrownBy(() -> ReferenceFile.read(file)).hasMessageContaining("more than 67108864 bytes");
    }

    @Test
    void aShapeAndAValueThatIsNotFiniteDeviateTotally() {
        TensorSummary stored = TensorSummary.of(new float[] {1, 2, 3, 4}, 2, 2);
        assertThat(TensorSummary.of(new float[] {1, 2, 3, 4}, 4).deviationFrom(stored))
                .isEqualTo(Deviation.TOTAL);
        assertThat(TensorSummary.of(new float[] {1, Float.NaN, 3, 4}, 2, 2)
                        .deviationFrom(stored)
                        .largest())
                .isInfinite();
        assertThat(TensorSummary.of(new float[] {1, 2, 3, 4.4f}, 2, 2)
                        .deviationFrom(stored)
                        .largest())
                .isBetween(0.1, 0.11);
        assertThat(Deviation.of(new float[] {3, 4.5f}, new float[] {3, 4})).isEqualTo(new Deviation(0.1, 0.125));
    }
}
