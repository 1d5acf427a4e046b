package org.mammoclip.mammogram;

import java.util.regex.Pattern;

/**
 * Which model made a score; part of every output (design invariant: every output names its maker).
 *
 * @param name of the model, at most {@value #MAX_NAME} characters, e.g. {@code mammoclip-b5}
 * @param version of the model
 * @param checkpointSha256 lower-case hexadecimal SHA-256 of the checkpoint
 * @param codeVersion of this software, at most {@value #MAX_CODE_VERSION} characters, e.g. {@code 0.1.0+1a2b3c4d5e6f}
 * @param preprocessingVersion of the path from stored pixels to model input
 * @param thresholdsVersion of the decision thresholds
 * @param findingsSha256 lower-case hexadecimal SHA-256 over what decides a finding: the findings file and the models it names
 * @param notice what a reader must know about the model in plain words, e.g. that it is an untrained demonstration;
 *     empty when there is nothing to warn of
 */
public record ModelIdentity(
        String name,
        String version,
        String checkpointSha256,
        String codeVersion,
        String preprocessingVersion,
        String thresholdsVersion,
        String findingsSha256,
        String notice) {
    /** So that name and version fit a Long String (PS3.5 6.2, VR LO: 64 characters) together. */
    public static final int MAX_NAME = 24;

    /** So that a version, a commit and its mark fit a Long String. */
    public static final int MAX_CODE_VERSION = 48;

    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final int MAX_NOTICE = 200;

    /** @throws IllegalArgumentException if a part is blank, too long, or holds a backslash or control character */
    public ModelIdentity {
        check("name", name, MAX_NAME);
        check("version", version, MAX_NAME);
        check("code version", codeVersion, MAX_CODE_VERSION);
        check("preprocessing version", preprocessingVersion, MAX_NAME);
        check("thresholds version", thresholdsVersion, MAX_NAME);
        checkDigest("checkpoint", checkpointSha256);
        checkDigest("findings", findingsSha256);
        if (!notice.isEmpty()) {
            check("notice", notice, MAX_NOTICE);
        }
    }

    private static void checkDigest(String what, String sha256) {
        if (!SHA256.matcher(sha256).matches()) {
            throw new IllegalArgumentException(what + " SHA-256 is not 64 lower-case hexadecimal digits");
        }
    }

    private static void check(String what, String text, int maxLength) {
        if (text.isBlank() || text.length() > maxLength || text.chars().anyMatch(c -> c < ' ' || c == '\\')) {
            throw new IllegalArgumentException("model " + what + " must be 1 to " + maxLength
                    + " characters without backslash or control characters");
        }
    }

    /** Name and version, as Software Versions and banners show them. */
    public String label() {
        return name + " " + version;
    }
}
