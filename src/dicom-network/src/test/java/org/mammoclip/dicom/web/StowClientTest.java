package org.mammoclip.dicom.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mammoclip.dicom.Uid;
import org.mammoclip.dicom.dimse.SendOutcome;
import org.mammoclip.dicom.file.FileMeta;
import org.mammoclip.dicom.file.Implementation;
import org.mammoclip.dicom.file.TransferSyntax;

/** With answers recorded from Orthanc 1.10.1 and its DICOMweb plugin 1.7, and with those that other servers may give. */
@Timeout(30)
class StowClientTest {
    private static final String JSON = "application/dicom+json";
    private static final String SR = "1.2.840.10008.5.1.4.1.1.88.34";
    private static final Uid STUDY = Uid.of("2.25.268568098074742783217542537198040463019");
    private static final Uid GARBAGE_CASE_STORED = Uid.of("2.25.301156637669338180236322146901574814625");
    private static final Uid OTHER_STUDY_STORED = Uid.of("2.25.26467144981791830102275231940093438291");
    private static final Uid OTHER_STUDY_FAILED = Uid.of("2.25.69412667151506254234529351606144543111");

    @TempDir
    private Path directory;

    private Path file(Uid uid, int dataBytes) throws IOException {
        byte[] meta =
                FileMeta.encode(Uid.of(SR), uid, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, Implementation.MAMMOCLIP);
        return Files.write(
                directory.resolve(Integer.toHexString(uid.hashCode())), Arrays.copyOf(meta, meta.length + dataBytes));
    }

    private static byte[] fixture(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(StowClientTest.class.getResourceAsStream(name))) {
            return in.readAllBytes();
        }
    }

    /** Answers POST as told and GET with the instances it is said to have, or fails when there is no such list. */
    private static ScriptedServer server(int status, String contentType, byte[] body, Optional<Set<Uid>> instances)
            throws IOException {
        return new ScriptedServer((exchange, request) -> {
            if (request.method().equals("POST")) {
                ScriptedServer.respond(exchange, status, contentType, body);
            } else if (instances.isEmpty()) {
                ScriptedServer.respond(exchange, 500, "", new byte[0]);
            } else {
                String json = instances.get().stream()
                        .map(uid -> "{\"00080018\":{\"vr\":\"UI\",\"Value\":[\"" + uid + "\"]}}")
                        .toList()
                        .toString();
                ScriptedServer.respond(exchange, 200, JSON, json.getBytes(ISO_8859_1));
            }
        });
    }

    private Map<Uid, SendOutcome> store(ScriptedServer server, Uid... uids) throws IOException {
        List<Path> files = new ArrayList<>();
        for (Uid uid : uids) {
            files.add(file(uid, 100));
        }
        return new StowClient(WebEndpoint.of(server.base())).store(STUDY, files);
    }

    private static String words(SendOutcome outcome) {
        if (outcome instanceof SendOutcome.Refused refused) {
            return (refused.permanent() ? "permanent " : "transient ") + refused.status();
        }
        return outcome instanceof SendOutcome.Accepted accepted ? "accepted " + accepted.status() : "unreachable";
    }

    @Test
    void sendsThePart10FilesUnchangedWithAKnownLength() throws IOException {
        Uid one = Uid.of("1.2.1");
        Uid two = Uid.of("1.2.2");
        try (ScriptedServer server = server(200, JSON, new byte[0], Optional.of(Set.of(one, two)))) {
            Path first = file(one, 50_000);
            Path second = file(two, 8);
            assertThat(new StowClient(WebEndpoint.of(server.base())).store(STUDY, List.of(first, second)))
                    .containsOnlyKeys(one, two);
            ScriptedServer.Request request = server.requests().get(0);
            assertThat(request.uri()).hasToString("/dicom-web/studies/" + STUDY);
            assertThat(request.headers().getFirst("Content-Length")).isEqualTo(String.valueOf(request.body().length));
            MediaType type =
                    MediaType.parse(request.headers().getFirst("Content-Type")).orElseThrow();
            assertThat(type.parameters()).containsEntry("type", "application/dicom");
            MultipartReader parts = new MultipartReader(new ByteArrayInputStream(request.body()), type);
            for (Path file : List.of(first, second)) {
                MultipartReader.Part part = parts.next().orElseThrow();
                assertThat(part.headers()).containsEntry("content-type", "application/dicom");
                assertThat(part.data().readAllBytes()).isEqualTo(Files.readAllBytes(file));
            }
            assertThat(parts.next()).isEmpty();
        }
    }

    /** Orthanc answers 400 although one of the two parts is stored and listed. */
    @Test
    void believesTheBodyOfAnHttp400() throws IOException {
        Uid unmentioned = Uid.of("1.2.3");
        try (ScriptedServer server =
                server(400, "", fixture("stow_one_part_garbage_400.json"), Optional.of(Set.of()))) {
            Map<Uid, SendOutcome> outcomes = store(server, GARBAGE_CASE_STORED, unmentioned);
            assertThat(words(outcomes.get(GARBAGE_CASE_STORED))).isEqualTo("accepted 0000H");
            assertThat(words(outcomes.get(unmentioned))).isEqualTo("permanent 0110H HTTP 400");
        }
    }

    /** Orthanc answers 409 with one instance stored and one failed with reason 272 (0110H). */
    @Test
    void believesBothListsOfAnHttp409() throws IOException {
        try (ScriptedServer server = server(409, "", fixture("stow_one_part_other_study_409.json"), Optional.empty())) {
            Map<Uid, SendOutcome> outcomes = store(server, OTHER_STUDY_FAILED, OTHER_STUDY_STORED);
            assertThat(outcomes).extractingByKey(OTHER_STUDY_STORED).matches(SendOutcome::isAccepted);
            assertThat(words(outcomes.get(OTHER_STUDY_FAILED))).isEqualTo("transient 0110H");
            assertThat(outcomes.keySet()).containsExactly(OTHER_STUDY_FAILED, OTHER_STUDY_STORED);
            assertThat(server.requests()).as("no query is needed").hasSize(1);
        }
    }

    @ParameterizedTest(name = "HTTP {0}, known to QIDO {1}: {2}")
    @CsvSource({
        "200, true, accepted 0000H found by QIDO-RS",
        "200, false, transient 0110H success without the instance",
        "202, false, transient 0110H success without the instance",
        "400, true, accepted 0000H found by QIDO-RS",
        "409, false, permanent 0110H HTTP 409",
        "500, true, accepted 0000H found by QIDO-RS",
        "500, false, transient 0110H HTTP 500",
        "503, false, transient A700H HTTP 503"
    })
    void asksForInstancesInNeitherList(int status, boolean known, String words) throws IOException {
        Uid uid = Uid.of("1.2.3");
        try (ScriptedServer server = server(
                status,
                "application/dicom+xml",
                fixture("stow_xml_ok_200.xml"),
                Optional.of(known ? Set.of(uid) : Set.of()))) {
            assertThat(words(store(server, uid).get(uid))).isEqualTo(words);
        }
    }

    @Test
    void doesNotKnowWhenQidoDoesNotAnswerEither() throws IOException {
        Uid uid = Uid.of("1.2.3");
        try (ScriptedServer server = server(200, JSON, new byte[0], Optional.empty())) {
            assertThat(words(store(server, uid).get(uid))).isEqualTo("unreachable");
        }
    }

    @ParameterizedTest(name = "HTTP {0}: {1}")
    @CsvSource({
        "401, permanent 0124H HTTP 401",
        "403, permanent 0124H HTTP 403",
        "404, permanent 0110H HTTP 404",
        "413, permanent 0110H HTTP 413",
        "415, permanent 0122H HTTP 415",
        "429, transient A700H HTTP 429",
        "307, permanent 0110H HTTP 307"
    })
    void asksNothingWhenNoInstanceWasLookedAt(int status, String words) throws IOException {
        Uid uid = Uid.of("1.2.3");
        try (ScriptedServer server = server(status, "", new byte[0], Optional.of(Set.of(uid)))) {
            assertThat(words(store(server, uid).get(uid))).isEqualTo(words);
            assertThat(server.requests()).hasSize(1);
        }
    }

    @ParameterizedTest(name = "reason {0}: {1}")
    @CsvSource({"42752, transient A700H", "43264, permanent A900H", "49442, permanent C122H", "290, permanent 0122H"})
    void readsFailureReasons(int reason, String words) throws IOException {
        Uid uid = Uid.of("1.2.3");
        String body = "{\"00081198\":{\"vr\":\"SQ\",\"Value\":[{\"00081155\":{\"vr\":\"UI\",\"Value\":[\"1.2.3\"]},"
                + "\"00081197\":{\"vr\":\"US\",\"Value\":[" + reason + "]}}]}}";
        try (ScriptedServer server = server(409, JSON, body.getBytes(ISO_8859_1), Optional.empty())) {
            assertThat(words(store(server, uid).get(uid))).isEqualTo(words);
        }
    }

    @Test
    void countsAWarningAsStored() throws IOException {
        Uid uid = Uid.of("1.2.3");
        String body = "[{\"00081199\":{\"vr\":\"SQ\",\"Value\":[{\"00081155\":{\"vr\":\"UI\",\"Value\":[\"1.2.3\"]},"
                + "\"00081196\":{\"vr\":\"US\",\"Value\":[45056]}}]}}]";
        try (ScriptedServer server = server(202, JSON, body.getBytes(ISO_8859_1), Optional.empty())) {
            assertThat(words(store(server, uid).get(uid))).isEqualTo("accepted B000H");
        }
    }

    @Test
    void doesNotBelieveAServerThatContradictsItself() throws IOException {
        Uid uid = Uid.of("1.2.3");
        String item = "{\"vr\":\"SQ\",\"Value\":[{\"00081155\":{\"vr\":\"UI\",\"Value\":[\"1.2.3\"]}}]}";
        String body = "{\"00081198\":" + item + ",\"00081199\":" + item + "}";
        try (ScriptedServer server = server(202, JSON, body.getBytes(ISO_8859_1), Optional.of(Set.of(uid)))) {
            assertThat(words(store(server, uid).get(uid))).isEqualTo("accepted 0000H found by QIDO-RS");
        }
    }

    @Test
    void splitsLargeNumbersOfInstances() throws IOException {
        Set<Uid> uids = new HashSet<>();
        for (int i = 1; i <= StowClient.MAX_BATCH_INSTANCES + 1; i++) {
            uids.add(Uid.of("1.2." + i));
        }
        try (ScriptedServer server = server(200, JSON, new byte[0], Optional.of(uids))) {
            assertThat(store(server, uids.toArray(Uid[]::new)))
                    .hasSize(uids.size())
                    .allSatisfy(
                            (uid, outcome) -> assertThat(outcome.isAccepted()).isTrue());
            assertThat(server.requests())
                    .filteredOn(request -> request.method().equals("POST"))
                    .hasSize(2);
        }
    }

    @Test
    void refusesFilesThatAreNoneBeforeAnythingIsSent() throws IOException {
        Path text = Files.writeString(directory.resolve("text"), "no DICOM");
        Path good = file(Uid.of("1.2.3"), 10);
        try (ScriptedServer server = server(200, JSON, new byte[0], Optional.of(Set.of()))) {
            StowClient client = new StowClient(WebEndpoint.of(server.base()));
            assertThatThrownBy(() -> client.store(STUDY, List.of(good, text))).isInstanceOf(IOException.class);
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void saysThatNobodyListens() throws IOException {
        Uid uid = Uid.of("1.2.3");
        StowClient client = new StowClient(WebEndpoint.of(URI.create("http://127.0.0.1:1")));
        assertThat(words(client.store(STUDY, List.of(file(uid, 10))).get(uid))).isEqualTo("unreachable");
    }
}
