package org.mammoclip.worker.config;

/** Names that operators give to sources and destinations; safe in logs, metric labels and database rows. */
final class Names {
    private Names() {}

    static String read(Section section, String description) {
        return section.required(
                "name",
                "a name of letters, digits, '.', '_' and '-' (at most 64)",
                "unnamed",
                text -> {
                    if (!text.matches("[A-Za-z0-9._-]{1,64}")) {
                        throw new IllegalArgumentException("not a name");
                    }
                    return text;
                },
                description);
    }
}
