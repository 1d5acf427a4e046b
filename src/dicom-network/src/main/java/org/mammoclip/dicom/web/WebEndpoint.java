package org.mammoclip.dicom.web;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.mammoclip.dicom.Uid;

/**
 * One DICOMweb service and how to reach it. Immutable, thread-safe.
 *
 * @param base service base such as {@code http://pacs:8042/dicom-web}, no query; a trailing slash is ignored
 * @param authentication credentials sent with every request
 * @param connectTimeout TCP connect
 * @param responseTimeout from the end of the request to the response headers
 * @param bodyTimeout while we wait for a response body, every 64 KiB of it must arrive within this time
 * @param tls present: keys and trust for https instead of the platform's
 */
public record WebEndpoint(
        URI base,
        Authentication authentication,
        Duration connectTimeout,
        Duration responseTimeout,
        Duration bodyTimeout,
        Optional<SSLContext> tls) {
    public static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(5);
    public static final Duration DEFAULT_RESPONSE_TIMEOUT = Duration.ofSeconds(60);
    public static final Duration DEFAULT_BODY_TIMEOUT = Duration.ofSeconds(60);

    public WebEndpoint {
        String scheme = base.getScheme();
        if (!("http".equals(scheme) || "https".equals(scheme))
                || base.getHost() == null
                || base.getRawQuery() != null) {
            throw new IllegalArgumentException("a DICOMweb base is http or https with a host and without a query");
        }
        if (base.getRawUserInfo() != null) {
            throw new IllegalArgumentException("credentials do not belong into a DICOMweb base");
        }
    }

    public static WebEndpoint of(URI base, Authentication authentication) {
        return new WebEndpoint(
                base,
                authentication,
                DEFAULT_CONNECT_TIMEOUT,
                DEFAULT_RESPONSE_TIMEOUT,
                DEFAULT_BODY_TIMEOUT,
                Optional.empty());
    }

    public static WebEndpoint of(URI base) {
        return of(base, new Authentication.None());
    }

    /** {@code base + path}; the path begins with a slash and holds nothing from the wire but checked UIDs. */
    URI resolve(String path) {
        String text = base.toString();
        return URI.create((text.endsWith("/") ? text.substring(0, text.length() - 1) : text) + path);
    }

    URI study(Uid study) {
        return resolve("/studies/" + study.value());
    }
}
