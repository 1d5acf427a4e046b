package org.mammoclip.dicom.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.mammoclip.dicom.DataSet;
import org.mammoclip.dicom.Tag;
import org.mammoclip.dicom.Uid;
import org.mammoclip.dicom.json.DicomJson;
import org.mammoclip.dicom.testkit.PacsFault.CloseConnection;
import org.mammoclip.dicom.testkit.PacsFault.Http;
import org.mammoclip.dicom.testkit.PacsFault.LoseResponse;
import org.mammoclip.dicom.testkit.PacsFault.Refuse;

/** The DICOMweb origin server of an {@link InMemoryPacs} (PS3.18 chapter 10). Thread-safe. */
final class DicomWebHandler implements HttpHandler {
    static final String ROOT = "/dicom-web";

    private static final String JSON = "application/dicom+json";
    private static final String BOUNDARY = "in-memory-pacs-part";

    private final PacsArchive archive;
    private final PacsFaults faults;
    private final String authorization;

    /** @param authorization the header every request must carry, empty for none */
    DicomWebHandler(PacsArchive archive, PacsFaults faults, String authorization) {
        this.archive = archive;
        this.faults = faults;
        this.authorization = authorization;
    }

    /** A request that is answered with a status and no body. */
    private static final class StatusException extends Exception {
        private static final long serialVersionUID = 1;
        final int code;

        StatusException(int code) {
            super("HTTP " + code);
            this.code = code;
        }
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            try {
                if (!authorization.isEmpty()
                        && !authorization.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                    exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"in-memory-pacs\"");
                    throw new StatusException(401);
                }
                boolean store = exchange.getRequestMethod().equals("POST");
                Optional<PacsFault> fault =
                        faults.next(f -> store || !(f instanceof Refuse || f instanceof LoseResponse));
                if (fault.isPresent() && fault.get() instanceof CloseConnection) {
                    return;
                }
                if (fault.isPresent() && fault.get() instanceof Http http) {
                    throw new StatusException(http.code());
                }
                if (store) {
                    store(exchange, fault);
                } else if (exchange.getRequestMethod().equals("GET")) {
                    retrieveOrSearch(exchange);
                } else {
                    throw new StatusException(405);
                }
            } catch (StatusException e) {
                exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
                exchange.sendResponseHeaders(e.code, -1);
            }
        }
    }

    private static List<String> path(HttpExchange exchange) throws StatusException {
        String path = exchange.getRequestURI().getPath().substring(ROOT.length());
        List<String> segments = new ArrayList<>();
        for (String segment : path.split("/")) {
            if (!segment.isEmpty()) {
                segments.add(segment);
            }
        }
        for (int i = 1; i < segments.size(); i += 2) {
            if (!Uid.isValid(segments.get(i))) {
                throw new StatusException(400);
            }
        }
        return segments;
    }

    private void store(HttpExchange exchange, Optional<PacsFault> fault) throws IOException, StatusException {
        List<String> path = path(exchange);
        if (path.isEmpty() || path.size() > 2 || !path.get(0).equals("studies")) {
            throw new StatusException(404);
        }
        String contentType = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Content-Type"))
                .orElse("");
        String boundary = MultipartReader.boundary(contentType).orElseThrow(() -> new StatusException(415));
        Optional<Uid> study = path.size() == 2 ? Optional.of(Uid.of(path.get(1))) : Optional.empty();
        StowResult result = new StowResult(archive, baseUri(exchange), study, fault);
        MultipartReader parts = new MultipartReader(exchange.getRequestBody(), boundary);
        try {
            parts.start();
            while (parts.nextPart().isPresent()) {
                try (PacsArchive.Incoming incoming = archive.incoming()) {
                    parts.copyPart(incoming.out());
                    result.take(incoming);
                }
            }
        } catch (java.io.EOFException e) {
            throw new StatusException(400);
        }
        if (fault.isPresent() && fault.get() instanceof LoseResponse) {
            return;
        }
        respond(exchange, result.httpCode(), JSON, DicomJson.write(result.response()));
    }

    private void retrieveOrSearch(HttpExchange exchange) throws IOException, StatusException {
        List<String> path = path(exchange);
        if (path.isEmpty()) {
            throw new StatusException(404);
        }
        String last = path.get(path.size() - 1);
        if (path.size() % 2 == 1) {
            if (last.equals("metadata")) {
                metadata(exchange, matching(path.subList(0, path.size() - 1)));
            } else {
                search(exchange, last, matching(path.subList(0, path.size() - 1)));
            }
        } else {
            retrieve(exchange, matching(path));
        }
    }

    private List<PacsArchive.Entry> matching(List<String> path) throws StatusException {
        Map<String, Uid> keys = new TreeMap<>();
        for (int i = 0; i + 1 < path.size(); i += 2) {
            keys.put(path.get(i), Uid.of(path.get(i + 1)));
        }
        for (String name : keys.keySet()) {
            if (!List.of("studies", "series", "instances").contains(name)) {
                throw new StatusException(404);
            }
        }
        return archive.entries(entry -> entry.instance()
                        .studyInstanceUid()
                        .equals(keys.getOrDefault("studies", entry.instance().studyInstanceUid()))
                && entry.instance()
                        .seriesInstanceUid()
                        .equals(keys.getOrDefault("series", entry.instance().seriesInstanceUid()))
                && entry.instance()
                        .sopInstanceUid()
                        .equals(keys.getOrDefault("instances", entry.instance().sopInstanceUid())));
    }

    private static void retrieve(HttpExchange exchange, List<PacsArchive.Entry> entries)
            throws IOException, StatusException {
        String accept = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Accept"))
                .orElse("*/*")
                .toLowerCase(Locale.ROOT);
        if (!accept.contains("application/dicom") && !accept.contains("*/*")) {
            throw new StatusException(406);
        }
        if (entries.isEmpty()) {
            throw new StatusException(404);
        }
        exchange.getResponseHeaders()
                .add("Content-Type", "multipart/related; type=\"application/dicom\"; boundary=" + BOUNDARY);
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = exchange.getResponseBody()) {
            for (PacsArchive.Entry entry : entries) {
                out.write(ascii("--" + BOUNDARY + "\r\nContent-Type: application/dicom; transfer-syntax="
                        + entry.instance().transferSyntax().uid() + "\r\n\r\n"));
                try (InputStream in = entry.content().open()) {
                    in.transferTo(out);
                }
                out.write(ascii("\r\n"));
            }
            out.write(ascii("--" + BOUNDARY + "--\r\n"));
        }
    }

    private static void metadata(HttpExchange exchange, List<PacsArchive.Entry> entries)
            throws IOException, StatusException {
        if (entries.isEmpty()) {
            throw new StatusException(404);
        }
        respondArray(exchange, entries.stream().map(PacsArchive.Entry::header).toList());
    }

    private void search(HttpExchange exchange, String level, List<PacsArchive.Entry> entries)
            throws IOException, StatusException {
        Map<String, String> query = query(exchange);
        List<DataSet> found = switch (level) {
            case "studies" -> QidoResults.studies(entries);
            case "series" -> QidoResults.series(entries);
            case "instances" -> QidoResults.instances(entries);
            default -> throw new StatusException(404);
        };
        long offset = Long.parseLong(query.getOrDefault("offset", "0"));
        long limit = Long.parseLong(query.getOrDefault("limit", "1000"));
        List<DataSet> page = found.stream()
                .filter(result -> QidoResults.matches(result, query))
                .skip(offset)
                .limit(limit)
                .toList();
        respondArray(exchange, page);
    }

    private static Map<String, String> query(HttpExchange exchange) {
        Map<String, String> query = new TreeMap<>();
        String raw = Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse("");
        for (String pair : raw.split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                query.put(
                        pair.substring(0, equals),
                        URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return query;
    }

    private static String baseUri(HttpExchange exchange) {
        return "http://127.0.0.1:" + exchange.getLocalAddress().getPort() + ROOT;
    }

    private static void respondArray(HttpExchange exchange, List<DataSet> results) throws IOException {
        respond(
                exchange,
                200,
                JSON,
                "[" + String.join(",", results.stream().map(DicomJson::write).toList()) + "]");
    }

    private static void respond(HttpExchange exchange, int code, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", type);
        exchange.sendResponseHeaders(code, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** For the retrieve URL of a result. */
    static String retrieveUrl(String base, StoredInstance instance) {
        return base + "/studies/" + instance.studyInstanceUid() + "/series/" + instance.seriesInstanceUid()
                + "/instances/" + instance.sopInstanceUid();
    }

    /** The tags that a STOW-RS response and a search result share. */
    static DataSet reference(StoredInstance instance) {
        return DataSet.builder()
                .uid(Tag.ReferencedSOPClassUID, instance.sopClassUid())
                .uid(Tag.ReferencedSOPInstanceUID, instance.sopInstanceUid())
                .build();
    }
}
