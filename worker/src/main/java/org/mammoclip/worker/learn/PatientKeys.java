package org.mammoclip.worker.learn;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What stands for a patient in a table. Immutable, thread-safe.
 *
 * <p>The usual key is a hash of Patient ID and Issuer: equal for the same patient at every site, and whoever has the list of all
 * patient numbers can find out who is meant. A secret prevents that; the same secret gives the same keys.
 */
public final class PatientKeys {
    private static final int LEAST_SECRET = 16;
    private static final int DIGITS = 16;

    private final boolean asTheyAre;
    private final Optional<byte[]> secret;

    private PatientKeys(boolean asTheyAre, Optional<byte[]> secret) {
        this.asTheyAre = asTheyAre;
        this.secret = secret;
    }

    /** A hash without a secret. */
    public static PatientKeys hashed() {
        return new PatientKeys(false, Optional.empty());
    }

    /**
     * A hash that nobody can follow without the secret.
     *
     * @throws IllegalArgumentException if it has fewer than {@value #LEAST_SECRET} bytes
     */
    public static PatientKeys keyed(byte[] secret) {
        if (secret.length < LEAST_SECRET) {
            throw new IllegalArgumentException(
                    "a secret for patient keys needs at least " + LEAST_SECRET + " bytes, not " + secret.length);
        }
        return new PatientKeys(false, Optional.of(secret.clone()));
    }

    /** Patient IDs themselves. */
    public static PatientKeys asTheyAre() {
        return new PatientKeys(true, Optional.empty());
    }

    /** The key of a patient: 16 hexadecimal digits, or the Patient ID. */
    String of(String patientId, String issuer) {
        if (asTheyAre) {
            return patientId.strip();
        }
        byte[] identity = (patientId.strip() + "\0" + issuer.strip()).getBytes(StandardCharsets.UTF_8);
        try {
            byte[] digest;
            if (secret.isPresent()) {
                Mac mac = Mac.getInstance("HmacSHA256");
                mac.init(new SecretKeySpec(secret.get(), "HmacSHA256"));
                digest = mac.doFinal(identity);
            } else {
                digest = MessageDigest.getInstance("SHA-256").digest(identity);
            }
            return HexFormat.of().formatHex(digest).substring(0, DIGITS);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
