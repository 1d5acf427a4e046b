package org.mammoclip.worker.config;

import java.time.Duration;

/**
 * When an exam is decided and how long pixels stay.
 *
 * @param quietPeriod an incomplete exam is decided after this silence
 * @param completeGrace a four-view exam is decided this long after its last view
 * @param retention pixels stay this long after delivery; evidence rows stay for ever
 */
public record StudyConfig(Duration quietPeriod, Duration completeGrace, Duration retention) {
    static StudyConfig read(Section section) {
        return new StudyConfig(
                section.duration(
                        "quietPeriod",
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(1),
                        Duration.ofHours(24),
                        "an incomplete exam is decided after this silence"),
                section.duration(
                        "completeGrace",
                        Duration.ofSeconds(3),
                        Duration.ZERO,
                        Duration.ofMinutes(10),
                        "a four-view exam is decided this long after its last view"),
                section.duration(
                        "retention",
                        Duration.ofDays(7),
                        Duration.ofMinutes(1),
                        Duration.ofDays(3_650),
                        "pixels stay this long after delivery; evidence rows stay"));
    }
}
