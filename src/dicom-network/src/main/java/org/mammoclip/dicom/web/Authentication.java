package org.mammoclip.dicom.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;

/**
 * How a client names itself to a DICOMweb server. Secrets stay in files and are read again for each request, so that a
 * rotated secret needs no restart. Immutable, thread-safe.
 */
public sealed interface Authentication {
    /** Longest secret read, in bytes. */
    int MAX_SECRET_BYTES = 64 << 10;

    /** No credentials. */
    record None() implements Authentication {}

    /**
     * HTTP Basic (RFC 7617), UTF-8.
     *
     * @param username without a colon
     * @param passwordFile its content without the trailing line break is the password
     */
    record Basic(String username, Path passwordFile) implements Authentication {
        public Basic {
            if (username.isEmpty() || username.indexOf(':') >= 0) {
                throw new IllegalArgumentException("a Basic user name is not empty and has no colon (RFC 7617)");
            }
        }
    }

    /**
     * A bearer token (RFC 6750).
     *
     * @param tokenFile its content without the trailing line break is the token
     */
    record Bearer(Path tokenFile) implements Authentication {}

    /**
     * The value of the Authorization header, empty when none is sent.
     *
     * @throws IOException if the secret file cannot be read or holds no usable secret; the message never repeats it
     */
    default Optional<String> authorization() throws IOException {
        if (this instanceof Basic basic) {
            byte[] pair = (basic.username() + ":" + secret(basic.passwordFile())).getBytes(StandardCharsets.UTF_8);
            return Optional.of("Basic " + Base64.getEncoder().encodeToString(pair));
        }
        if (this instanceof Bearer bearer) {
            return Optional.of("Bearer " + secret(bearer.tokenFile()));
        }
        return Optional.empty();
    }

    private static String secret(Path file) throws IOException {
        if (Files.size(file) > MAX_SECRET_BYTES) {
            throw new IOException("secret file is longer than " + MAX_SECRET_BYTES + " bytes: " + file);
        }
        String secret = Files.readString(file, StandardCharsets.UTF_8).stripTrailing();
        if (secret.isEmpty() || secret.chars().anyMatch(c -> c < 0x20 || c == 0x7F)) {
            throw new IOException("secret file is empty or holds control characters: " + file);
        }
        return secret;
    }
}
