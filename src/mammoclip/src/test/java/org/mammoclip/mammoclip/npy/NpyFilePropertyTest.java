package org.mammoclip.mammoclip.npy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

/** Any bytes are an array or a format exception; nothing else comes out, and never more values than bytes. */
class NpyFilePropertyTest {
    private static final String[] WORDS = {
        "1",
        "2",
        ",",
        " ",
        ")",
        "(",
        "}",
        "{",
        ":",
        "'",
        "'shape'",
        "'descr'",
        "'|u1'",
        "'fortran_order'",
        "True",
        "0",
        "7"
    };

    private static final byte[] VALID = file("{'descr': '<i4', 'fortran_order': True, 'shape': (2, 3), }", 24);

    @Property(tries = 300)
    void anyBytes(@ForAll @Size(max = 100) byte[] bytes) throws IOException {
        readOrRefuse(bytes);
    }

    @Property(tries = 500)
    void anyHeader(@ForAll @StringLength(max = 80) String header) throws IOException {
        readOrRefuse(file(header, 8));
    }

    @Property(tries = 500)
    void headersMadeOfItsOwnWords(@ForAll @Size(max = 20) int[] picks, @ForAll @IntRange(max = 64) int elements)
            throws IOException {
        StringBuilder header = new StringBuilder("{'descr': '<f4', 'fortran_order': False, 'shape': (");
        for (int pick : picks) {
            header.append(WORDS[Math.floorMod(pick, WORDS.length)]);
        }
        readOrRefuse(file(header.toString(), elements));
    }

    @Property(tries = 1000)
    void aValidFileWithOneChangedByteOrCut(@ForAll @IntRange(max = 300) int at, @ForAll byte value, @ForAll boolean cut)
            throws IOException {
        int position = at % VALID.length;
        byte[] damaged = cut ? Arrays.copyOf(VALID, position) : VALID.clone();
        if (!cut) {
            damaged[position] = value;
        }
        readOrRefuse(damaged);
    }

    private static void readOrRefuse(byte[] file) throws IOException {
        try {
            NpyArray array = NpyFile.read(file);
            assertThat(array.size() * array.type().bytes()).isLessThanOrEqualTo(file.length);
            assertThat(array.type().isFloating() ? array.floats().length : array.longs().length)
                    .isEqualTo(array.size());
        } catch (NpyFormatException expected) {
            assertThat(expected.getMessage()).isNotBlank().doesNotContain("\n");
        }
    }

    private static byte[] file(String header, int elements) {
        byte[] text = header.getBytes(StandardCharsets.ISO_8859_1);
        byte[] file = Arrays.copyOf(
                new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) text.length, (byte) (text.length >> 8)},
                10 + text.length + elements);
        System.arraycopy(text, 0, file, 10, text.length);
        return file;
    }
}
