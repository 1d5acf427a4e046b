package org.mammoclip.mammoclip;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of texts, each ended by a line feed, and of bytes. */
final class Sha256Digest {
    private final MessageDigest digest;

    Sha256Digest() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    Sha256Digest update(String line) {
        digest.update((line + "\n").getBytes(StandardCharsets.UTF_8));
        return this;
    }

    void update(ByteBuffer bytes) {
        digest.update(bytes);
    }

    /** 64 lower-case hexadecimal digits. */
    String hex() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
