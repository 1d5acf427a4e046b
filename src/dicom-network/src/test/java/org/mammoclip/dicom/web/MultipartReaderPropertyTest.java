package org.mammoclip.dicom.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Any bytes in: an end or a refusal. Well-formed parts: unchanged, however the network cuts them. */
class MultipartReaderPropertyTest {
    @Property(tries = 500)
    void givesBackEveryPartUnchanged(
            @ForAll("boundaries") String boundary,
            @ForAll @Size(max = 6) List<@IntRange(max = 400_000) Integer> lengths,
            @ForAll @IntRange(min = 1, max = 70_000) int chunk,
            @ForAll long seed)
            throws IOException {
        Random random = new Random(seed);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        List<byte[]> parts =
                lengths.stream().map(length -> data(boundary, length, random)).toList();
        for (byte[] part : parts) {
            body.writeBytes(("\r\n--" + boundary + "\r\nContent-Type: application/dicom\r\n\r\n").getBytes(ISO_8859_1));
            body.writeBytes(part);
        }
        body.writeBytes(("\r\n--" + boundary + "--\r\n").getBytes(ISO_8859_1));
        MultipartReader reader =
                MultipartReaderTest.reader(boundary, chunked(body.toByteArray(), Math.max(chunk, body.size() / 2000)));
        for (byte[] expected : parts) {
            assertThat(reader.next().orElseThrow().data().readAllBytes()).isEqualTo(expected);
        }
        assertThat(reader.next()).isEmpty();
    }

    /** Random bytes with many beginnings of the delimiter, but never the whole. */
    private static byte[] data(String boundary, int length, Random random) {
        byte[] data = new byte[length];
        random.nextBytes(data);
        byte[] delimiter = ("\r\n--" + boundary).getBytes(ISO_8859_1);
        for (int i = 0; i < length / 500; i++) {
            int count = random.nextInt(delimiter.length);
            int at = random.nextInt(length);
            System.arraycopy(delimiter, 0, data, at, Math.min(count, length - at));
        }
        String text = new String(data, ISO_8859_1);
        return text.replace("\r\n--" + boundary, "").getBytes(ISO_8859_1);
    }

    @Property(tries = 2000)
    void endsOrRefusesWhateverArrives(
            @ForAll("almostMultipart") String body, @ForAll @IntRange(min = 1, max = 50) int chunk) {
        try {
            MultipartReader reader = MultipartReaderTest.reader("B", chunked(body.getBytes(ISO_8859_1), chunk));
            for (Optional<MultipartReader.Part> part = reader.next(); part.isPresent(); part = reader.next()) {
                assertThat(part.get().data().readAllBytes().length).isLessThanOrEqualTo(body.length());
            }
        } catch (WebException refused) {
            assertThat(refused.httpStatus()).isZero();
        } catch (IOException e) {
            throw new AssertionError("not a refusal", e);
        }
    }

    @Provide
    Arbitrary<String> almostMultipart() {
        return Arbitraries.of(
                        "\r\n",
                        "--B",
                        "--",
                        "\r",
                        "\n",
                        "-",
                        "B",
                        "\r\n--B\r\n\r\n",
                        "\r\n--B--",
                        "A: b",
                        " ",
                        "x",
                        "\t")
                .list()
                .ofMaxSize(40)
                .map(pieces -> String.join("", pieces));
    }

    @Provide
    Arbitrary<String> boundaries() {
        return Arbitraries.strings()
                .withChars("'()+_,-./:=?0123456789abcXYZ")
                .ofMinLength(1)
                .ofMaxLength(MultipartReader.MAX_BOUNDARY_CHARACTERS);
    }

    private static ByteArrayInputStream chunked(byte[] bytes, int chunk) {
        return new ByteArrayInputStream(bytes) {
            @Override
            public int read(byte[] target, int offset, int length) {
                return super.read(target, offset, Math.min(length, chunk));
            }
        };
    }
}
