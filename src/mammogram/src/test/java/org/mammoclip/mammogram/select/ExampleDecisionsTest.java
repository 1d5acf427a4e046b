package org.mammoclip.mammogram.select;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.mammoclip.dicom.json.DicomJson;
import org.mammoclip.mammogram.Examples;
import org.mammoclip.mammogram.InstanceHeader;

/** The decision on every example object against the manifest. */
class ExampleDecisionsTest {
    /** File and expected decision, e.g. {@code STD_VIEW R CC (repeat, latest wins)}; decoder examples are not kept here. */
    static Stream<Arguments> examples() throws IOException {
        return Files.readAllLines(Examples.path("MANIFEST.tsv")).stream()
                .skip(1)
                .map(line -> line.split("\t"))
                .filter(columns -> !columns[0].startsWith("transfer-syntaxes/"))
                .map(columns -> arguments(columns[0], columns[4]));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void agreesWithTheManifest(String file, String expected) throws IOException {
        InstanceHeader header = Examples.header(file);

        InstanceDecision decision = ImageSelector.decide(header, SelectionRules.DEFAULT);

        String[] words = expected.split(" ");
        assertThat(decision.code().name()).as(decision.reason()).isEqualTo(words[0]);
        if (words.length >= 3) {
            assertThat(decision.slot().map(slot -> slot.laterality().code() + " " + slot.view()))
                    .isEqualTo(Optional.of(words[1] + " " + words[2]));
        }
        if (expected.contains("implant displaced")) {
            assertThat(decision.preference()).isEqualTo(Preference.REGULAR);
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void decidesAlikeAfterStorageAsJson(String file, String expected) throws IOException {
        InstanceHeader header = Examples.header(file);

        InstanceHeader stored = InstanceHeader.of(
                        DicomJson.read(DicomJson.write(header.attributes())).get(0))
                .orElseThrow();

        assertThat(ImageSelector.decide(stored, SelectionRules.DEFAULT))
                .isEqualTo(ImageSelector.decide(header, SelectionRules.DEFAULT));
    }
}
