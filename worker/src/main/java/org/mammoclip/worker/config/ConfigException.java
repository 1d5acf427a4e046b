package org.mammoclip.worker.config;

import java.util.List;
import java.util.stream.Collectors;

/** The configuration cannot be used. Carries every problem found, not only the first one. */
public final class ConfigException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    /**
     * One thing to mend.
     *
     * @param source file name and line such as {@code mammoclip.yaml:12}, or the environment variable's name
     * @param key dotted path of the key
     * @param message what is wrong, and what is allowed; never a secret's content
     */
    public record Problem(String source, String key, String message) {
        @Override
        public String toString() {
            return source + ": " + key + ": " + message;
        }
    }

    ConfigException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining(System.lineSeparator())));
        this.problems = List.copyOf(problems);
    }

    public List<Problem> problems() {
        return problems;
    }
}
