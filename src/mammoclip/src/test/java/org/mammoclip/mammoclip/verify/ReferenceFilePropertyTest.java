package org.mammoclip.mammoclip.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;

/** Any bytes are reference values or a format exception that names the place; nothing else comes out. */
class ReferenceFilePropertyTest {
    private static final byte[] VALID = """
            {"params": [{"name": "a", "shape": [2], "crc32": "01234567"}], "cases": [
            {"input": {"key": "k", "shape": [1, 3, 64, 48], "crc32": "89abcdef"}, "intermediate": {"stem.conv":
             {"shape": [1, 2], "mean": 0.5, "std": 1, "min": -1, "max": 2, "first16": [1, 2], "strided16": [1, 2]}},
             "embedding": [1, 2.5], "projection": [3e-2]},
            {"name": "t", "input_ids": [[1, 2], [3, 0]], "attention_mask_lengths": [2, 1], "texts": ["a", "b"],
             "pooling": {"eos": {"feature_full": [[1, 2], [3, 4]]}}}]}
            """.getBytes(StandardCharsets.UTF_8);

    private Path file = Path.of("");

    @BeforeProperty
    void create() throws IOException {
        file = Files.createTempFile("reference", ".json");
    }

    @AfterProperty
    void remove() throws IOException {
        Files.deleteIfExists(file);
    }

    @Property(tries = 200)
    void anyBytes(@ForAll @Size(max = 100) byte[] bytes) throws IOException {
        readOrRefuse(bytes);
    }

    @Property(tries = 2000)
    void aValidFileWithOneChangedByteOrCut(
            @ForAll @IntRange(max = 1000) int at,
            @ForAll @IntRange(min = 32, max = 126) int value,
            @ForAll @IntRange(max = 9) int cut)
            throws IOException {
        int position = at % VALID.length;
        byte[] damaged = cut == 0 ? Arrays.copyOf(VALID, position) : VALID.clone();
        if (cut != 0) {
            damaged[position] = (byte) value;
        }
        readOrRefuse(damaged);
    }

    private void readOrRefuse(byte[] bytes) throws IOException {
        Files.write(file, bytes);
        try {
            assertThat(ReferenceFile.read(file).summary()).contains("images");
        } catch (ReferenceFormatException expected) {
            assertThat(expected.getMessage()).isNotBlank();
        }
    }
}
