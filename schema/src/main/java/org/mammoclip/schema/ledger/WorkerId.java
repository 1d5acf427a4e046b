package org.mammoclip.schema.ledger;

/**
 * Names one worker process; a restarted process has a new one.
 *
 * @param value 1 to 64 of letters, digits, dot, underscore, hyphen
 */
public record WorkerId(String value) {
    private static final String PATTERN = "[A-Za-z0-9._-]{1,64}";

    public WorkerId {
        Checks.matches(value, PATTERN, "worker id");
    }

    public static boolean isValid(String value) {
        return value.matches(PATTERN);
    }
}
