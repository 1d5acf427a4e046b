package org.mammoclip.dicom.dimse;

import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * A peer that we call.
 *
 * @param aeTitle the called AE title
 * @param host name or address
 * @param port TCP port
 * @param connectTimeout TCP connect
 * @param responseTimeout from the end of a request to its response
 * @param tls present: TLS with these keys and this trust
 */
public record RemoteAe(
        AeTitle aeTitle,
        String host,
        int port,
        Duration connectTimeout,
        Duration responseTimeout,
        Optional<SSLContext> tls) {
    public static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(5);
    public static final Duration DEFAULT_RESPONSE_TIMEOUT = Duration.ofSeconds(60);

    public RemoteAe {
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("port is 1 to 65535");
        }
    }

    public static RemoteAe of(AeTitle aeTitle, String host, int port) {
        return new RemoteAe(aeTitle, host, port, DEFAULT_CONNECT_TIMEOUT, DEFAULT_RESPONSE_TIMEOUT, Optional.empty());
    }
}
