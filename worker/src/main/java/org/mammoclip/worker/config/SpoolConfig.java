package org.mammoclip.worker.config;

import java.time.Duration;

/**
 * Bounds of the intake.
 *
 * @param reserve bytes that must stay free on the volume of {@code dataDir}; below it senders are told to come back
 * @param maxObject longest data set of one object, in bytes
 * @param ledgerTimeout how long a sender waits for the database before it is refused
 */
public record SpoolConfig(long reserve, long maxObject, Duration ledgerTimeout) {
    static SpoolConfig read(Section section) {
        return new SpoolConfig(
                section.size(
                        "reserve",
                        1L << 30,
                        1L << 20,
                        1L << 50,
                        "free space kept on the volume of dataDir; below it senders get A700H"),
                section.size("maxObject", 1L << 30, 1L << 20, 1L << 34, "longest data set of one object"),
                section.duration(
                        "ledgerTimeout",
                        Duration.ofSeconds(5),
                        Duration.ofMillis(100),
                        Duration.ofMinutes(1),
                        "how long a sender waits for the database before it gets A700H"));
    }
}
