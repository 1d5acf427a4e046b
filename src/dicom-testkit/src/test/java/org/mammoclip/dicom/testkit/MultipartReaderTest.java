package org.mammoclip.dicom.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MultipartReaderTest {
    @Test
    void findsTheBoundaryQuotedOrNot() {
        assertThat(MultipartReader.boundary("multipart/related; type=\"application/dicom\"; boundary=abc"))
                .contains("abc");
        assertThat(MultipartReader.boundary("Multipart/Related; boundary=\"a'()+_,-./:=?b\"; type=x"))
                .contains("a'()+_,-./:=?b");
        assertThat(MultipartReader.boundary("application/dicom")).isEmpty();
        assertThat(MultipartReader.boundary("multipart/related; type=x")).isEmpty();
    }

    @Test
    void readsPartsWithPreambleAndLookalikesOfTheBoundary() throws IOException {
        String body = "preamble\r\n--B\r\nContent-Type: application/dicom\r\nX: y\r\n\r\n"
                + "one\r\n--\r\r\n-B\r\n\r\n--B\r\n\r\n\r\n--B--\r\nepilogue";
        assertThat(parts(body)).containsExactly("one\r\n--\r\r\n-B\r\n", "");
    }

    @Test
    void readsABodyThatStartsWithItsBoundary() throws IOException {
        assertThat(parts("--B\r\nContent-Type: a/b\r\n\r\none\r\n--B--")).containsExactly("one");
    }

    @Test
    void saysThatABodyEndedTooEarly() {
        for (String body : List.of(
                "",
                "--B",
                "--B\r\n",
                "--B\r\nContent-Type: a/b\r\n\r\n",
                "--B\r\nContent-Type: a/b\r\n\r\none\r\n--")) {
            assertThatThrownBy(() -> parts(body)).as(body).isInstanceOf(IOException.class);
        }
    }

    private static List<String> parts(String body) throws IOException {
        MultipartReader reader =
                new MultipartReader(new ByteArrayInputStream(body.getBytes(StandardCharsets.ISO_8859_1)), "B");
        reader.start();
        List<String> parts = new ArrayList<>();
        while (reader.nextPart().isPresent()) {
            ByteArrayOutputStream part = new ByteArrayOutputStream();
            reader.copyPart(part);
            parts.add(part.toString(StandardCharsets.ISO_8859_1));
        }
        return parts;
    }
}
