package org.mammoclip.mammoclip.checkpoint;

/**
 * What people must know of a set of parameters, whatever network they belong to.
 *
 * @param name model name
 * @param version model version
 * @param trained false for parameters that were never fitted to anything
 * @param synthetic true if no patient's image went into the parameters
 * @param statement one sentence for people
 * @param licence of the parameters, as their owner words it
 */
public record About(String name, String version, boolean trained, boolean synthetic, String statement, String licence) {
    private static final int MAX_LINE = 200;

    public About {
        require(isLine(name) && isLine(version), "name and version must be one line of 1 to 200 characters");
        require(isLine(statement) && isLine(licence), "statement and licence must be one line of 1 to 200 characters");
    }

    static boolean isLine(String text) {
        return !text.isBlank() && text.length() <= MAX_LINE && text.codePoints().noneMatch(Character::isISOControl);
    }

    static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
