package org.mammoclip.dicom.web;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MediaTypeTest {
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "multipart/related; type=\"application/dicom\"; boundary=abc | abc",
                "Multipart/Related;BOUNDARY=\"a b;c=d\";type=application/dicom | a b;c=d",
                "multipart/related; boundary = a'()+_,-./:=? | a'()+_,-./:=?",
                "multipart/related; boundary=\"a\\\"b\\\\c\" | a\"b\\c",
                "multipart/related; boundary=\"unclosed | unclosed",
                "multipart/related; boundary=first; boundary=second | first",
            })
    void findsTheBoundaryHoweverItIsWritten(String text, String boundary) {
        MediaType type = MediaType.parse(text).orElseThrow();
        assertThat(type.essence()).isEqualTo("multipart/related");
        assertThat(type.parameters()).containsEntry("boundary", boundary);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "text", "/plain", ";boundary=x"})
    void isEmptyForWhatIsNoMediaType(String text) {
        assertThat(MediaType.parse(text)).isEmpty();
    }

    @Test
    void isEmptyForAnAbsurdlyLongHeader() {
        assertThat(MediaType.parse("a/b;c=" + "d".repeat(MediaType.MAX_LENGTH))).isEmpty();
    }

    @Property(tries = 1000)
    void endsWhateverTheHeaderHolds(@ForAll String tail) {
        assertThat(MediaType.parse("a/b;" + tail)).isNotNull();
    }
}
