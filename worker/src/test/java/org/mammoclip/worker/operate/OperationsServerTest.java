package org.mammoclip.worker.operate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mammoclip.worker.config.HttpConfig;
import org.mammoclip.worker.stage.Health;

class OperationsServerTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    private final Health health = new Health(clock);
    private final HttpClient http = HttpClient.newHttpClient();
    private final OneStudyView view = new OneStudyView(NOW);
    private OperationsServer server;

    private void start(String token) throws Exception {
        server = new OperationsServer(
                new HttpConfig("127.0.0.1", 0, null),
                token.isEmpty() ? null : token,
                health,
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
                new ViewOnlyLedger(view),
                clock);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private HttpResponse<String> send(String method, String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void livesBeforeItIsReadyAndSaysWhatIsMissing() throws Exception {
        start("");
        health.expect("database", true);
        assertThat(send("GET", "/health/live").statusCode()).isEqualTo(200);
        HttpResponse<String> notReady = send("GET", "/health/ready");
        assertThat(notReady.statusCode()).isEqualTo(503);
        JsonNode database = JSON.readTree(notReady.body()).path("components").path("database");
        assertThat(database.path("status").asText()).isEqualTo("DOWN");
        assertThat(database.path("reason").asText()).isEqualTo("starting");
        health.up("database");
        assertThat(send("GET", "/health/ready").statusCode()).isEqualTo(200);
    }

    @Test
    void servesStudyWorklistAndExplanation() throws Exception {
        start("");
        JsonNode study = JSON.readTree(send("GET", "/api/v1/studies/1.2.3").body());
        assertThat(study.path("state").asText()).isEqualTo("RECEIVING");
        assertThat(study.path("summary").asText()).contains("decided in 55.0 s at the latest");
        JsonNode worklist =
                JSON.readTree(send("GET", "/api/v1/worklist?limit=5").body());
        assertThat(worklist.path("studies").path(0).path("priority").asText()).isEqualTo("URGENT");
        assertThat(send("GET", "/api/v1/studies/1.2.3/explain").body()).contains("Accession A1");
    }

    @Test
    void metricsShowEveryQueueWithItsAge() throws Exception {
        start("");
        assertThat(send("GET", "/metrics").body())
                .contains("mammoclip_queue_size{destination=\"pacs\",queue=\"delivery\"} 3.0")
                .contains("mammoclip_queue_oldest_seconds{destination=\"pacs\",queue=\"delivery\"} 90.0")
                .contains("mammoclip_queue_size{destination=\"pacs\",queue=\"dead_delivery\"} 2.0");
        assertThat(send("GET", "/metrics", "Accept", "application/openmetrics-text")
                        .body())
                .endsWith("# EOF\n");
        view.goAway();
        assertThat(send("GET", "/metrics").statusCode()).isEqualTo(200);
    }

    @Test
    void errorsAreProblemDocuments() throws Exception {
        start("");
        Map<String, Integer> wrong = Map.of(
                "/api/v1/studies/9.9", 404,
                "/api/v1/studies/01.2", 400,
                "/api/v1/worklist?limit=1001", 400,
                "/api/v1/worklist?limit=0", 400,
                "/nowhere", 404,
                "/api/v1/studies/1.2.3/replay", 405);
        for (Map.Entry<String, Integer> entry : wrong.entrySet()) {
            HttpResponse<String> response = send("GET", entry.getKey());
            assertThat(response.statusCode()).as(entry.getKey()).isEqualTo(entry.getValue());
            assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
            assertThat(JSON.readTree(response.body()).path("status").asInt()).isEqualTo(entry.getValue());
        }
        view.goAway();
        assertThat(send("GET", "/api/v1/worklist").statusCode()).isEqualTo(503);
    }

    @Test
    void aTokenIsAskedForEverywhereButAtTheHealthChecks() throws Exception {
        start("secret");
        assertThat(send("GET", "/health/live").statusCode()).isEqualTo(200);
        assertThat(send("GET", "/metrics").statusCode()).isEqualTo(401);
        assertThat(send("GET", "/api/v1/worklist", "Authorization", "Bearer wrong")
                        .statusCode())
                .isEqualTo(401);
        assertThat(send("GET", "/api/v1/worklist", "Authorization", "Bearer secret")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void aReplayOpensTheNextRevision() throws Exception {
        start("");
        HttpResponse<String> accepted = send("POST", "/api/v1/studies/1.2.3/replay");
        assertThat(accepted.statusCode()).isEqualTo(202);
        assertThat(JSON.readTree(accepted.body()).path("revision").asInt()).isEqualTo(2);
        assertThat(send("POST", "/api/v1/studies/9.9/replay").statusCode()).isEqualTo(404);
    }
}
