package org.mammoclip.dicom.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MultipartReaderTest {
    static MultipartReader reader(String boundary, String body) throws WebException {
        return reader(boundary, new ByteArrayInputStream(body.getBytes(ISO_8859_1)));
    }

    static MultipartReader reader(String boundary, InputStream body) throws WebException {
        return new MultipartReader(body, new MediaType("multipart/related", Map.of("boundary", boundary)));
    }

    /** Data of all parts. */
    static List<String> parts(MultipartReader reader) throws IOException {
        List<String> parts = new ArrayList<>();
        for (Optional<MultipartReader.Part> part = reader.next(); part.isPresent(); part = reader.next()) {
            parts.add(new String(part.get().data().readAllBytes(), ISO_8859_1));
        }
        assertThat(reader.next()).isEmpty();
        return parts;
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "plain | --B\\r\\nContent-Type: application/dicom\\r\\n\\r\\none\\r\\n--B\\r\\n\\r\\ntwo\\r\\n--B--\\r\\n",
                "preamble and epilogue | hello\\r\\n--B\\r\\n\\r\\none\\r\\n--B\\r\\n\\r\\ntwo\\r\\n--B--\\r\\nbye --B",
                "padding behind the boundary | --B \\t\\r\\n\\r\\none\\r\\n--B  \\r\\n\\r\\ntwo\\r\\n--B--",
                "leading line end | \\r\\n--B\\r\\n\\r\\none\\r\\n--B\\r\\n\\r\\ntwo\\r\\n--B--",
                "no line end at the end | --B\\r\\n\\r\\none\\r\\n--B\\r\\n\\r\\ntwo\\r\\n--B--"
            })
    void readsParts(String what, String body) throws IOException {
        String bytes = body.replace("\\r", "\r").replace("\\n", "\n").replace("\\t", "\t");
        assertThat(parts(reader("B", bytes))).containsExactly("one", "two");
    }

    @Test
    void takesDataThatLooksLikeADelimiterForData() throws IOException {
        String data = "\r\n--Bx\r\n-B\r\n--b\r\n--\r\r\n--B";
        assertThat(parts(reader("B", "--B\r\n\r\n" + data + "y\r\n--B--"))).containsExactly(data + "y");
    }

    @Test
    void readsHeadersWhateverTheirCase() throws IOException {
        MultipartReader reader = reader(
                "B", "--B\r\ncontent-TYPE:application/dicom\r\nContent-Length: 99999\r\nnonsense\r\n\r\none\r\n--B--");
        MultipartReader.Part part = reader.next().orElseThrow();
        assertThat(part.headers())
                .containsOnly(Map.entry("content-type", "application/dicom"), Map.entry("content-length", "99999"));
        // the length lies; the delimiter decides
        assertThat(part.data().readAllBytes()).hasSize(3);
    }

    @Test
    void skipsWhatTheCallerLeft() throws IOException {
        MultipartReader reader = reader("B", "--B\r\n\r\n" + "x".repeat(500_000) + "\r\n--B\r\n\r\ntwo\r\n--B--");
        InputStream first = reader.next().orElseThrow().data();
        assertThat(first.read()).isEqualTo('x');
        InputStream second = reader.next().orElseThrow().data();
        assertThatThrownBy(first::read).isInstanceOf(IOException.class);
        assertThat(second.readAllBytes()).isEqualTo("two".getBytes(ISO_8859_1));
    }

    @Test
    void hasNoPartsBetweenPreambleAndClosingDelimiter() throws IOException {
        assertThat(parts(reader("B", "--B--\r\n"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no delimiter",
                "--B",
                "--B\r\n",
                "--B\r\nContent-Type: x\r\n",
                "--B\r\n\r\ndata",
                "--B\r\n\r\ndata\r\n--B",
                "--B\r\n\r\ndata\r\n--B\r\n",
                "--B\r\n\r\ndata\r\n--C--"
            })
    void callsABodyWithoutClosingDelimiterTransientlyBroken(String body) {
        assertThatThrownBy(() -> parts(reader("B", body)))
                .isInstanceOfSatisfying(
                        WebException.class, e -> assertThat(e.isPermanent()).isFalse());
    }

    @Test
    void boundsPreambleHeadersAndBoundary() {
        assertThatThrownBy(() -> reader("B", "x".repeat(MultipartReader.MAX_PREAMBLE_BYTES + 200_000))
                        .next())
                .hasMessageContaining("preamble");
        assertThatThrownBy(() -> reader("B", "--B\r\nA: " + "x".repeat(MultipartReader.MAX_HEADER_BYTES) + "\r\n\r\n")
                        .next())
                .hasMessageContaining("headers");
        assertThatThrownBy(() -> reader("b".repeat(MultipartReader.MAX_BOUNDARY_CHARACTERS + 1), ""))
                .hasMessageContaining("boundary");
        assertThatThrownBy(() -> reader("", "")).hasMessageContaining("boundary");
    }

    @Test
    void boundsTheNumberOfParts() throws IOException {
        String part = "--B\r\n\r\n\r\n";
        MultipartReader reader = reader("B", part.repeat(MultipartReader.MAX_PARTS + 1) + "--B--");
        for (int i = 0; i < MultipartReader.MAX_PARTS; i++) {
            assertThat(reader.next()).isPresent();
        }
        assertThatThrownBy(reader::next).hasMessageContaining("too many parts");
    }
}
