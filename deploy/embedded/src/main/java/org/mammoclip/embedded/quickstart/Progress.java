package org.mammoclip.embedded.quickstart;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** One line for each thing that happened, with the seconds since the start. */
final class Progress {
    private final Clock clock;
    private final Instant begin;

    Progress(Clock clock) {
        this.clock = clock;
        begin = clock.instant();
    }

    void say(String what) {
        double seconds = Duration.between(begin, clock.instant()).toMillis() / 1000.0;
        System.out.printf(Locale.ROOT, "%6.1f s  %s%n", seconds, what);
    }
}
