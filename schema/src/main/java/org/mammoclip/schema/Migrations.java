package org.mammoclip.schema;

import java.time.Duration;

/**
 * Brings the database to the schema of this version. Run by {@code mammoclip migrate} with a user that may create
 * tables; the worker's own user needs no such right.
 */
public final class Migrations {
    /** Longest that one statement of a migration may wait for a lock. */
    public static final Duration LOCK_TIMEOUT = Duration.ofSeconds(30);

    private Migrations() {}

    /**
     * Applies what is missing.
     *
     * @param url {@code jdbc:postgresql://host:port/database}
     * @param user may create tables in the database
     * @param password empty: none
     * @param timeout for any one statement
     * @return how many migrations were applied
     */
    public static int migrate(String url, String user, String password, Duration timeout) {
        throw new IllegalStateException("not migrated");
    }
}
