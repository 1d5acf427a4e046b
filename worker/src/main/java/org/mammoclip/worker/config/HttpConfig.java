package org.mammoclip.worker.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The operations port: health, metrics, API.
 *
 * @param host address to bind
 * @param port 0: any free port
 * @param tokenFile holds the bearer token callers must show; required when {@code host} is not loopback
 */
public record HttpConfig(String host, int port, @Nullable Path tokenFile) {
    static HttpConfig read(Section section) {
        HttpConfig http = new HttpConfig(
                section.string("host", "127.0.0.1", "address of the operations port (health, metrics, API)"),
                section.integer("port", 8080, 0, 65_535, "TCP port; 0 takes any free one"),
                section.path(
                        "tokenFile",
                        null,
                        "file with the bearer token that callers must show; required when host is not loopback"));
        if (http.tokenFile() == null && !http.isLoopback()) {
            section.problem(
                    "tokenFile", "is required because host is not a loopback address; name a file with a token");
        }
        return http;
    }

    /** Whether only this machine can reach the port; an unknown host counts as not loopback. */
    public boolean isLoopback() {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
