package org.mammoclip.dicom.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mammoclip.dicom.Tag;
import org.mammoclip.dicom.Uid;
import org.mammoclip.dicom.dimse.SendOutcome;

@Timeout(30)
class QidoClientTest {
    private static final Uid STUDY = Uid.of("2.25.7");
    private static final String JSON = "application/dicom+json";

    private static byte[] instances(String... uids) {
        StringBuilder json = new StringBuilder("[");
        for (String uid : uids) {
            json.append(json.length() == 1 ? "" : ",")
                    .append("{\"00080018\":{\"vr\":\"UI\",\"Value\":[\"")
                    .append(uid)
                    .append("\"]}}");
        }
        return json.append(']').toString().getBytes(ISO_8859_1);
    }

    @Test
    void listsTheInstancesOfAStudy() throws IOException {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.respond(200, JSON, instances("1.2", "1.3")))) {
            assertThat(new QidoClient(WebEndpoint.of(server.base())).instances(STUDY))
                    .extracting(instance -> instance.uid(Tag.SOPInstanceUID).orElseThrow())
                    .containsExactly(Uid.of("1.2"), Uid.of("1.3"));
            assertThat(server.requests().get(0).uri()).hasToString("/dicom-web/studies/2.25.7/instances");
            assertThat(server.requests().get(0).headers().getFirst("Accept")).isEqualTo(JSON);
        }
    }

    @ParameterizedTest(name = "HTTP {0}")
    @CsvSource({"200, []", "204, ''", "404, ''"})
    void isEmptyWhenTheServerKnowsNone(int status, String body) throws IOException {
        try (ScriptedServer server =
                new ScriptedServer(ScriptedServer.respond(status, JSON, body.getBytes(ISO_8859_1)))) {
            assertThat(new QidoClient(WebEndpoint.of(server.base())).instances(STUDY))
                    .isEmpty();
        }
    }

    @Test
    void asksForTheRestWhenTheServerSaysThatThereIsMore() throws IOException {
        try (ScriptedServer server = new ScriptedServer((exchange, request) -> {
            boolean first = request.uri().getQuery() == null;
            if (first) {
                exchange.getResponseHeaders().set("Warning", "299 pacs: There are 1 additional results");
            }
            ScriptedServer.respond(exchange, 200, JSON, first ? instances("1.2", "1.3") : instances("1.4"));
        })) {
            assertThat(new QidoClient(WebEndpoint.of(server.base())).instances(STUDY))
                    .hasSize(3);
            assertThat(server.requests().get(1).uri().getQuery()).isEqualTo("offset=2");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>", "{", "[[[[", "[1,2]"})
    void refusesWhatIsNoDicomJson(String body) throws IOException {
        try (ScriptedServer server =
                new ScriptedServer(ScriptedServer.respond(200, "text/html", body.getBytes(ISO_8859_1)))) {
            assertThatThrownBy(() -> new QidoClient(WebEndpoint.of(server.base())).instances(STUDY))
                    .isInstanceOf(WebException.class);
        }
    }

    @Test
    void saysWhetherTheServiceIsAlive() throws IOException {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.respond(204, "", new byte[0]))) {
            assertThat(new QidoClient(WebEndpoint.of(server.base())).alive().isAccepted())
                    .isTrue();
            assertThat(server.requests().get(0).uri()).hasToString("/dicom-web/studies?limit=1");
        }
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.respond(401, "", new byte[0]))) {
            assertThat(new QidoClient(WebEndpoint.of(server.base())).alive())
                    .isInstanceOfSatisfying(
                            SendOutcome.Refused.class,
                            refused -> assertThat(refused.permanent()).isTrue());
        }
        assertThat(new QidoClient(WebEndpoint.of(URI.create("http://127.0.0.1:1"))).alive())
                .isInstanceOf(SendOutcome.Unreachable.class);
    }

    @Test
    void sendsTheSecretOfTheMomentAndNeverSaysIt(@TempDir Path directory) throws IOException {
        Path secret = Files.writeString(directory.resolve("secret"), "s3cret\n");
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.respond(204, "", new byte[0]))) {
            new QidoClient(WebEndpoint.of(server.base(), new Authentication.Basic("user", secret))).alive();
            QidoClient bearer = new QidoClient(WebEndpoint.of(server.base(), new Authentication.Bearer(secret)));
            bearer.alive();
            Files.writeString(secret, "rotated");
            bearer.alive();
            assertThat(server.requests())
                    .extracting(request -> request.headers().getFirst("Authorization"))
                    .containsExactly("Basic dXNlcjpzM2NyZXQ=", "Bearer s3cret", "Bearer rotated");
            Files.writeString(secret, "two\nlines");
            assertThat(bearer.alive().toString()).contains("credentials").doesNotContain("lines");
            Files.writeString(secret, "");
            assertThat(bearer.alive().isAccepted()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://pacs/x",
                "file:///etc",
                "http:/x",
                "http://user:pw@pacs/x",
                "http://pacs/x?y=z",
                "relative"
            })
    void refusesBasesThatAreNone(String base) {
        assertThatThrownBy(() -> WebEndpoint.of(URI.create(base))).isInstanceOf(IllegalArgumentException.class);
    }
}
