package org.mammoclip.worker.config;

/**
 * When an exam is announced as urgent.
 *
 * @param thresholds {@code default}: those of the findings file
 */
public record TriageConfig(String thresholds) {
    static TriageConfig read(Section section) {
        return new TriageConfig(section.value(
                "thresholds",
                "default",
                "default",
                "default",
                text -> {
                    if (!text.equals("default")) {
                        throw new IllegalArgumentException("only default");
                    }
                    return text;
                },
                "default: the thresholds of the findings file"));
    }
}
