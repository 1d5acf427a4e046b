package org.mammoclip.mammoclip;

/**
 * A model file that a finding set names, beside the checkpoint.
 *
 * @param kind {@code classifier}, {@code detector} or {@code mapper}
 * @param name its own name
 * @param version its own version
 * @param sha256 64 lower-case hexadecimal digits
 * @param trained false for parameters that were never fitted to anything
 * @param synthetic true if no patient's image went into the parameters
 * @param statement one sentence for people
 */
public record ModelPart(
        String kind, String name, String version, String sha256, boolean trained, boolean synthetic, String statement) {
    public ModelPart {
        if (!sha256.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("not a SHA-256 in lower-case hexadecimal: " + sha256);
        }
    }
}
