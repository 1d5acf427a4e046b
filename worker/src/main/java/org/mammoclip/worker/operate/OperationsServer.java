package org.mammoclip.worker.operate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.mammoclip.dicom.Uid;
import org.mammoclip.schema.ledger.Ledger;
import org.mammoclip.schema.ledger.LedgerUnavailableException;
import org.mammoclip.schema.ledger.StudyRevision;
import org.mammoclip.schema.ledger.StudyStory;
import org.mammoclip.worker.config.HttpConfig;
import org.mammoclip.worker.stage.Health;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The operations port (design section 8): {@code /health/live}, {@code /health/ready}, {@code /metrics} and
 * {@code /api/v1}. A bounded number of threads and waiting requests; a caller beyond it is turned away. Errors are RFC
 * 9457 problem documents. With a token every request but the health checks must carry it. Thread-safe.
 */
public final class OperationsServer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(OperationsServer.class);
    private static final int THREADS = 4;
    private static final int MAX_WAITING = 64;
    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_LIMIT = 1_000;

    private final HttpServer server;
    private final ThreadPoolExecutor executor;
    private final Health health;
    private final PrometheusMeterRegistry metrics;
    private final Ledger ledger;
    private final Clock clock;
    private final @Nullable String token;
    private final ApiDocuments documents = new ApiDocuments();
    private final QueueGauges queues;

    /** A request that ends with a problem document. */
    private static final class Problem extends Exception {
        private static final long serialVersionUID = 1L;

        private final int status;
        private final String title;

        Problem(int status, String title, String detail) {
            super(detail);
            this.status = status;
            this.title = title;
        }
    }

    /**
     * Binds the port and serves.
     *
     * @param token null: none is asked for
     * @throws IOException if the port cannot be bound; the message names it
     */
    public OperationsServer(
            HttpConfig config,
            @Nullable String token,
            Health health,
            PrometheusMeterRegistry metrics,
            Ledger ledger,
            Clock clock)
            throws IOException {
        this.health = health;
        this.metrics = metrics;
        this.ledger = ledger;
        this.clock = clock;
        this.token = token;
        this.queues = new QueueGauges(metrics);
        InetSocketAddress address = new InetSocketAddress(InetAddress.getByName(config.host()), config.port());
        try {
            this.server = HttpServer.create(address, MAX_WAITING);
        } catch (BindException e) {
            throw new IOException("http: " + config.host() + ":" + config.port() + " cannot be bound (in use?)", e);
        }
        this.executor = new ThreadPoolExecutor(
                THREADS, THREADS, 1, TimeUnit.MINUTES, new ArrayBlockingQueue<>(MAX_WAITING), task -> {
                    Thread thread = new Thread(task, "operations");
                    thread.setDaemon(true);
                    return thread;
                });
        server.setExecutor(executor);
        server.createContext("/", this::handle);
        server.start();
    }

    /** The bound port. */
    public int port() {
        return server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) {
        try (exchange) {
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
            try {
                route(exchange);
            } catch (Problem e) {
                problem(exchange, e.status, e.title, String.valueOf(e.getMessage()));
            } catch (LedgerUnavailableException e) {
                problem(exchange, 503, "Service Unavailable", "the database does not answer; try again later");
            } catch (RuntimeException e) {
                log.atError().setCause(e).log("operations request failed");
                problem(exchange, 500, "Internal Server Error", "the log has the details");
            }
        } catch (IOException e) {
            log.atDebug().setCause(e).log("caller of the operations port went away");
        }
    }

    private void route(HttpExchange exchange) throws IOException, Problem {
        String path = exchange.getRequestURI().getPath();
        if (path.equals("/health/live")) {
            require(exchange, "GET");
            send(exchange, 200, "text/plain; charset=utf-8", "live\n".getBytes(StandardCharsets.UTF_8));
            return;
        }
        if (path.equals("/health/ready")) {
            require(exchange, "GET");
            boolean ready = health.isReady();
            json(exchange, ready ? 200 : 503, documents.health(ready, health.components()));
            return;
        }
        authenticate(exchange);
        if (path.equals("/metrics")) {
            require(exchange, "GET");
            metrics(exchange);
            return;
        }
        List<String> parts = List.of(path.substring(1).split("/", -1));
        if (parts.size() == 3 && path.equals("/api/v1/worklist")) {
            require(exchange, "GET");
            json(exchange, 200, documents.worklist(ledger.view().worklist(limit(exchange))));
        } else if (parts.size() == 4 && path.startsWith("/api/v1/studies/")) {
            require(exchange, "GET");
            json(exchange, 200, documents.study(story(parts.get(3)), clock.instant()));
        } else if (parts.size() == 5 && path.startsWith("/api/v1/studies/") && path.endsWith("/explain")) {
            require(exchange, "GET");
            json(exchange, 200, documents.explanation(story(parts.get(3)), clock.instant()));
        } else if (parts.size() == 5 && path.startsWith("/api/v1/studies/") && path.endsWith("/replay")) {
            require(exchange, "POST");
            replay(exchange, uid(parts.get(3)));
        } else {
            throw new Problem(
                    404,
                    "Not Found",
                    "known are /health/live, /health/ready, /metrics, /api/v1/worklist,"
                            + " /api/v1/studies/{uid}, .../explain and POST .../replay");
        }
    }

    private void metrics(HttpExchange exchange) throws IOException {
        try {
            queues.refresh(ledger.view().status(clock.instant()));
        } catch (LedgerUnavailableException e) {
            log.atDebug().log("queue gauges keep their last values: the ledger does not answer");
        }
        String accept = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Accept"))
                .orElse("");
        String type = accept.contains("application/openmetrics-text")
                ? "application/openmetrics-text; version=1.0.0; charset=utf-8"
                : "text/plain; version=0.0.4; charset=utf-8";
        send(exchange, 200, type, metrics.scrape(type).getBytes(StandardCharsets.UTF_8));
    }

    private void replay(HttpExchange exchange, Uid study) throws IOException, Problem {
        try {
            StudyRevision revision = ledger.upkeep()
                    .replay(study, null, "http", clock.instant())
                    .orElseThrow(() -> new Problem(404, "Not Found", "no such study"));
            json(exchange, 202, documents.replayed(study.value(), revision.revision()));
        } catch (IllegalStateException e) {
            throw new Problem(409, "Conflict", "the study stopped for an identity conflict and is not scored again");
        }
    }

    private StudyStory story(String text) throws Problem {
        return ledger.view().story(uid(text)).orElseThrow(() -> new Problem(404, "Not Found", "no such study"));
    }

    private static Uid uid(String text) throws Problem {
        if (!Uid.isValid(text)) {
            throw new Problem(400, "Bad Request", "the path needs a Study Instance UID");
        }
        return Uid.of(text);
    }

    private static int limit(HttpExchange exchange) throws Problem {
        String query = exchange.getRequestURI().getQuery();
        if (query == null || query.isEmpty()) {
            return DEFAULT_LIMIT;
        }
        if (!query.matches("limit=\\d{1,4}")) {
            throw new Problem(400, "Bad Request", "the only parameter is limit, 1 to " + MAX_LIMIT);
        }
        int limit = Integer.parseInt(query.substring("limit=".length()));
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new Problem(400, "Bad Request", "limit is 1 to " + MAX_LIMIT);
        }
        return limit;
    }

    private static void require(HttpExchange exchange, String method) throws Problem {
        String asked = exchange.getRequestMethod().toUpperCase(Locale.ROOT);
        if (!asked.equals(method) && !(method.equals("GET") && asked.equals("HEAD"))) {
            exchange.getResponseHeaders().set("Allow", method);
            throw new Problem(405, "Method Not Allowed", "use " + method);
        }
    }

    private void authenticate(HttpExchange exchange) throws Problem {
        if (token == null) {
            return;
        }
        String header = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))
                .orElse("");
        byte[] wanted = ("Bearer " + token).getBytes(StandardCharsets.UTF_8);
        if (!MessageDigest.isEqual(wanted, header.getBytes(StandardCharsets.UTF_8))) {
            exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer");
            throw new Problem(401, "Unauthorized", "a bearer token is needed");
        }
    }

    private void problem(HttpExchange exchange, int status, String title, String detail) throws IOException {
        send(exchange, status, "application/problem+json", documents.bytes(documents.problem(status, title, detail)));
    }

    private void json(HttpExchange exchange, int status, ObjectNode document) throws IOException {
        send(exchange, status, "application/json", documents.bytes(document));
    }

    private static void send(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(status, -1);
            return;
        }
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    /** Answers what has begun for up to a second, then closes. */
    @Override
    public void close() {
        server.stop(1);
        executor.shutdownNow();
    }
}
