package org.mammoclip.mammoclip.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;
import org.mammoclip.mammoclip.block.ParameterSpec;
import org.mammoclip.mammoclip.block.RandomParameters;

/** Any bytes are opened or refused with a format exception; nothing else comes out. */
class SafetensorsFilePropertyTest {
    private static final List<ParameterSpec> SPECS =
            List.of(ParameterSpec.weight("a", 2, 3), ParameterSpec.bias("b", 4));

    private Path file = Path.of("");
    private byte[] valid = new byte[0];

    @BeforeProperty
    void prepare() throws IOException {
        file = Files.createTempFile("damaged", ".safetensors");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        SafetensorsWriter.write(out, SPECS, new RandomParameters(1, SPECS));
        valid = out.toByteArray();
    }

    @AfterProperty
    void remove() throws IOException {
        Files.deleteIfExists(file);
    }

    @Property(tries = 300)
    void anyBytesAreRefusedOrOpened(@ForAll @Size(max = 200) byte[] bytes) throws IOException {
        openOrRefuse(bytes);
    }

    @Property(tries = 500)
    void aValidFileWithOneChangedByteOrCutIsRefusedOrStaysInBounds(
            @ForAll @IntRange(max = 300) int at, @ForAll byte value, @ForAll boolean cut) throws IOException {
        int position = at % valid.length;
        byte[] damaged = cut ? java.util.Arrays.copyOf(valid, position) : valid.clone();
        if (!cut) {
            damaged[position] = value;
        }
        openOrRefuse(damaged);
    }

    private void openOrRefuse(byte[] bytes) throws IOException {
        Files.write(file, bytes);
        try (SafetensorsFile opened = SafetensorsFile.open(file)) {
            opened.shapes()
                    .values()
                    .forEach(shape -> assertThat(shape.size() * Float.BYTES).isBetween(0L, (long) bytes.length));
        } catch (CheckpointFormatException expected) {
            assertThat(expected.getMessage()).isNotBlank();
        }
    }
}
