package org.mammoclip.mammoclip;

/**
 * A finding asked of the model in words: one phrase that denies it, one that states it, and the operating point.
 *
 * @param key permanent name in outputs and events, lower case with underscores, as in {@code suspicious_calcification}
 * @param title name for people
 * @param negative phrase without the finding (index 0 of the reference prompts)
 * @param positive phrase with the finding (index 1)
 * @param threshold in (0, 1): the finding is called present when its zero-shot score is at least this
 */
public record FindingPrompt(String key, String title, String negative, String positive, double threshold) {
    public FindingPrompt {
        if (!key.matches("[a-z][a-z0-9_]{0,62}")) {
            throw new IllegalArgumentException(
                    "finding key must be 1 to 63 of a-z, 0-9 and _, beginning with a letter: " + key);
        }
        if (title.isBlank() || negative.isBlank() || positive.isBlank()) {
            throw new IllegalArgumentException("finding " + key + " needs a title, a negative and a positive phrase");
        }
        if (negative.equals(positive)) {
            throw new IllegalArgumentException("finding " + key + ": both phrases are the same");
        }
        if (!(threshold > 0 && threshold < 1)) {
            throw new IllegalArgumentException(
                    "finding " + key + ": threshold must be between 0 and 1, not " + threshold);
        }
    }
}
