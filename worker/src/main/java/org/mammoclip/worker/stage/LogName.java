package org.mammoclip.worker.stage;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.mammoclip.dicom.Uid;

/**
 * How a UID appears in logs: not itself, but a short digest of it that is the same everywhere, so that the lines of one
 * study can be found together (design invariant 8). {@code mammoclip explain} resolves it.
 */
public final class LogName {
    private LogName() {}

    /** Twelve hexadecimal digits of the SHA-256 of the UID. */
    public static String of(Uid uid) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(uid.value().getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(digest, 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
