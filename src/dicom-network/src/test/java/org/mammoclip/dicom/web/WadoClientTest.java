package org.mammoclip.dicom.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mammoclip.dicom.Uid;

@Timeout(30)
class WadoClientTest {
    private static final Uid STUDY = Uid.of("2.25.7");
    private static final String MULTIPART = "multipart/related; type=\"application/dicom\"; boundary=\"B B\"";
    private static final byte[] TWO_PARTS =
            "--B B\r\nContent-Type: application/dicom\r\n\r\none\r\n--B B\r\n\r\ntwo\r\n--B B--".getBytes(ISO_8859_1);

    private final List<String> parts = new ArrayList<>();

    private Retrieval retrieve(WebEndpoint endpoint) throws IOException {
        return new WadoClient(endpoint)
                .retrieveStudy(STUDY, part -> parts.add(new String(part.readAllBytes(), ISO_8859_1)));
    }

    private static WebEndpoint impatient(URI base) {
        return new WebEndpoint(
                base,
                new Authentication.None(),
                Duration.ofSeconds(2),
                Duration.ofMillis(400),
                Duration.ofMillis(400),
                Optional.empty());
    }

    @Test
    void handsOverEveryPartAndAsksForTheStoredTransferSyntax() throws IOException {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.respond(200, MULTIPART, TWO_PARTS))) {
            assertThat(retrieve(WebEndpoint.of(server.base()))).isEqualTo(new Retrieval(2, true));
            assertThat(parts).containsExactly("one", "two");
            ScriptedServer.Request request = server.requests().get(0);
            assertThat(request.uri()).hasToString("/dicom-web/studies/2.25.7");
            assertThat(request.headers().getFirst("Accept"))
                    .isEqualTo("multipart/related; type=\"application/dicom\"; transfer-syntax=*");
            assertThat(request.headers()).doesNotContainKeys("Upgrade", "Authorization");
        }
    }

    @Test
    void saysWhenTheServerSentOnlyAPart() throws IOException {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.respond(206, MULTIPART, TWO_PARTS))) {
            assertThat(retrieve(WebEndpoint.of(server.base()))).isEqualTo(new Retrieval(2, false));
        }
    }

    @Test
    void takesASingleInstanceWithoutMultipart() throws IOException {
        try (ScriptedServer server =
                new ScriptedServer(ScriptedServer.respond(200, "application/dicom", "one".getBytes(ISO_8859_1)))) {
            assertThat(retrieve(WebEndpoint.of(server.base()))).isEqualTo(new Retrieval(1, true));
            assertThat(parts).containsExactly("one");
        }
    }

    @ParameterizedTest(name = "HTTP {0} is permanent: {1}")
    @CsvSource({
        "400, true",
        "401, true",
        "403, true",
        "404, true",
        "406, true",
        "410, true",
        "302, true",
        "307, true",
        "501, true",
        "408, false",
        "429, false",
        "500, false",
        "502, false",
        "503, false",
        "504, false"
    })
    void tellsErrorsApart(int status, boolean permanent) throws IOException {
        try (ScriptedServer server = new ScriptedServer((exchange, request) -> {
            exchange.getResponseHeaders().set("Location", "http://127.0.0.1:1/elsewhere");
            ScriptedServer.respond(exchange, status, "text/html", "<html>".getBytes(ISO_8859_1));
        })) {
            assertThatThrownBy(() -> retrieve(WebEndpoint.of(server.base())))
                    .isInstanceOfSatisfying(WebException.class, e -> {
                        assertThat(e.httpStatus()).isEqualTo(status);
                        assertThat(e.isPermanent()).isEqualTo(permanent);
                        assertThat(e).hasMessageNotContaining("2.25.7");
                    });
            assertThat(server.requests()).hasSize(1);
        }
    }

    @ParameterizedTest(name = "\"{0}\"")
    @CsvSource({"text/html", "multipart/related", "''", "application/json"})
    void refusesWhatIsNeitherMultipartNorDicom(String contentType) throws IOException {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.respond(200, contentType, TWO_PARTS))) {
            assertThatThrownBy(() -> retrieve(WebEndpoint.of(server.base())))
                    .isInstanceOfSatisfying(
                            WebException.class, e -> assertThat(e.isPermanent()).isTrue());
        }
    }

    @Test
    void keepsWhatCameBeforeTheServerBrokeOff() throws IOException {
        try (ScriptedServer server = new ScriptedServer((exchange, request) -> {
            exchange.getResponseHeaders().set("Content-Type", MULTIPART);
            exchange.sendResponseHeaders(200, TWO_PARTS.length + 1000);
            exchange.getResponseBody().write(TWO_PARTS, 0, TWO_PARTS.length - 6);
            exchange.getResponseBody().flush();
        })) {
            assertThatThrownBy(() -> retrieve(WebEndpoint.of(server.base())))
                    .isInstanceOfSatisfying(
                            WebException.class, e -> assertThat(e.isPermanent()).isFalse());
            assertThat(parts).containsExactly("one");
        }
    }

    @Test
    void givesUpOnABodyThatTrickles() throws IOException {
        try (ScriptedServer server = new ScriptedServer((exchange, request) -> {
            exchange.getResponseHeaders().set("Content-Type", MULTIPART);
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(TWO_PARTS, 0, 60);
            for (int i = 0; i < 200; i++) {
                exchange.getResponseBody().write('x');
                exchange.getResponseBody().flush();
                try {
                    Thread.sleep(50);
                } catch (InterruptedException e) {
                    return;
                }
            }
        })) {
            long start = System.nanoTime();
            assertThatThrownBy(() -> retrieve(impatient(server.base())))
                    .isInstanceOfSatisfying(WebException.class, e -> {
                        assertThat(e.isPermanent()).isFalse();
                        assertThat(e).hasMessageContaining("too slowly");
                    });
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        }
    }

    @Test
    void givesUpOnAServerThatDoesNotAnswer() throws IOException {
        try (ScriptedServer server = new ScriptedServer((exchange, request) -> {
            try {
                Thread.sleep(5000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        })) {
            assertThatThrownBy(() -> retrieve(impatient(server.base())))
                    .isInstanceOfSatisfying(
                            WebException.class, e -> assertThat(e.isPermanent()).isFalse());
        }
    }

    @Test
    void doesNotCountTheTimeOfTheReceiver() throws IOException {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.respond(200, MULTIPART, TWO_PARTS))) {
            WebEndpoint endpoint = new WebEndpoint(
                    server.base(),
                    new Authentication.None(),
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(20),
                    Duration.ofMillis(1500),
                    Optional.empty());
            Retrieval retrieval = new WadoClient(endpoint).retrieveStudy(STUDY, part -> {
                try {
                    Thread.sleep(1700);
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
                part.readAllBytes();
            });
            assertThat(retrieval.parts()).isEqualTo(2);
        }
    }

    @Test
    void letsTheReceiversExceptionThrough() throws IOException {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.respond(200, MULTIPART, TWO_PARTS))) {
            IOException diskFull = new IOException("disk full");
            assertThatThrownBy(() -> new WadoClient(WebEndpoint.of(server.base())).retrieveStudy(STUDY, part -> {
                        throw diskFull;
                    }))
                    .isSameAs(diskFull);
        }
    }

    @Test
    void saysThatNobodyListens() {
        assertThatThrownBy(() -> retrieve(WebEndpoint.of(URI.create("http://127.0.0.1:1/"))))
                .isInstanceOfSatisfying(
                        WebException.class, e -> assertThat(e.isPermanent()).isFalse());
    }
}
