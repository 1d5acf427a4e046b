package org.mammoclip.dicom.web;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.mammoclip.dicom.DataSet;
import org.mammoclip.dicom.json.DicomJson;

/**
 * Requests to one endpoint: HTTP/1.1 only (an upgrade over clear text confuses some PACS), no redirects, time limits on
 * every phase, errors as {@link WebException}. Thread-safe.
 */
final class WebExchange {
    static final String DICOM_JSON = "application/dicom+json";

    /** Longest JSON response, in bytes. */
    static final int MAX_JSON_BYTES = 64 << 20;

    private final WebEndpoint endpoint;
    private final HttpClient client;

    WebExchange(WebEndpoint endpoint) {
        this.endpoint = endpoint;
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(endpoint.connectTimeout());
        endpoint.tls().ifPresent(builder::sslContext);
        this.client = builder.build();
    }

    /** A response whose body has not been read; close it. */
    record Response(int status, Optional<MediaType> contentType, List<String> warnings, InputStream body)
            implements AutoCloseable {
        Response {
            warnings = List.copyOf(warnings);
        }

        boolean isOk() {
            return status / 100 == 2;
        }

        /** The body as DICOM JSON. */
        List<DataSet> json() throws WebException {
            try {
                return DicomJson.read(new BoundedInputStream(body, MAX_JSON_BYTES));
            } catch (WebException e) {
                throw e;
            } catch (IOException e) {
                throw new WebException("response body is not DICOM JSON", false, e);
            }
        }

        @Override
        public void close() throws WebException {
            try {
                body.close();
            } catch (IOException e) {
                throw new WebException("closing the response failed", false, e);
            }
        }
    }

    Response get(URI uri, String accept) throws WebException {
        return send(HttpRequest.newBuilder(uri).header("Accept", accept).GET(), endpoint.responseTimeout());
    }

    /** @param sendTime granted for the request body on top of the response time-out */
    Response post(URI uri, String accept, String contentType, HttpRequest.BodyPublisher body, Duration sendTime)
            throws WebException {
        return send(
                HttpRequest.newBuilder(uri)
                        .header("Accept", accept)
                        .header("Content-Type", contentType)
                        .POST(body),
                endpoint.responseTimeout().plus(sendTime));
    }

    private Response send(HttpRequest.Builder request, Duration timeout) throws WebException {
        try {
            endpoint.authentication().authorization().ifPresent(value -> request.header("Authorization", value));
        } catch (IOException e) {
            throw new WebException("credentials cannot be read", true, e);
        }
        try {
            HttpResponse<InputStream> response =
                    client.send(request.timeout(timeout).build(), HttpResponse.BodyHandlers.ofInputStream());
            return new Response(
                    response.statusCode(),
                    response.headers().firstValue("Content-Type").flatMap(MediaType::parse),
                    response.headers().allValues("Warning"),
                    new PatientInputStream(response.body(), endpoint.bodyTimeout()));
        } catch (IOException e) {
            throw new WebException("no response: " + e.getClass().getSimpleName(), false, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WebException("interrupted", false, e);
        }
    }

    /** What an error status means for a request that is sent again unchanged. */
    static boolean isPermanent(int httpStatus) {
        return switch (httpStatus) {
            case 408, 425, 429, 500, 502, 503, 504, 507 -> false;
            default -> true;
        };
    }

    static WebException failure(int httpStatus) {
        String reason = httpStatus / 100 == 3 ? "redirect is not followed" : "answered with an error";
        return new WebException("HTTP " + httpStatus + ": " + reason, httpStatus, isPermanent(httpStatus));
    }
}
