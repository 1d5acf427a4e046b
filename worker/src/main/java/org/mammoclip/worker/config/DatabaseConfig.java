package org.mammoclip.worker.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL.
 *
 * @param url JDBC address without credentials
 * @param username the run-time user; needs no DDL
 * @param passwordFile null: no password (peer or trust authentication)
 * @param poolSize connections at most
 */
public record DatabaseConfig(
        String url, String username, @Nullable Path passwordFile, int poolSize) {
    static DatabaseConfig read(Section section) {
        return new DatabaseConfig(
                section.value(
                        "url",
                        "a jdbc:postgresql: address without password",
                        "jdbc:postgresql://localhost:5432/mammoclip",
                        "jdbc:postgresql://localhost:5432/mammoclip",
                        DatabaseConfig::checkUrl,
                        "JDBC address"),
                section.string("username", "mammoclip", "run-time user; needs no DDL"),
                section.path("passwordFile", null, "file with the password"),
                section.integer("poolSize", 10, 2, 200, "connections at most"));
    }

    private static String checkUrl(String text) {
        if (!text.startsWith("jdbc:postgresql:") || text.contains("password=")) {
            throw new IllegalArgumentException("not a PostgreSQL address");
        }
        return text;
    }
}
