package org.mammoclip.schema.ledger;

import java.util.HexFormat;

/**
 * A SHA-256 digest (FIPS 180-4).
 *
 * @param hex 64 lower case hexadecimal digits
 */
public record Sha256(String hex) {
    public Sha256 {
        Checks.matches(hex, "[0-9a-f]{64}", "SHA-256");
    }

    /** @param digest 32 bytes */
    public static Sha256 of(byte[] digest) {
        return new Sha256(HexFormat.of().formatHex(digest));
    }
}
