package org.mammoclip.schema.ledger;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Tells two patients in one study apart without holding who they are.
 *
 * @param digest of the identity
 */
public record PatientKey(Sha256 digest) {
    /**
     * Patients are the same if Patient ID (0010,0020) and Issuer of Patient ID (0010,0021) are, blanks at either end
     * aside. An absent value is the empty text.
     */
    public static PatientKey of(String patientId, String issuerOfPatientId) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(patientId.strip().getBytes(StandardCharsets.UTF_8));
            sha256.update((byte) 0);
            sha256.update(issuerOfPatientId.strip().getBytes(StandardCharsets.UTF_8));
            return new PatientKey(Sha256.of(sha256.digest()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
