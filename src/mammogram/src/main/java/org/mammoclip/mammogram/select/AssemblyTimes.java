package org.mammoclip.mammogram.select;

import java.time.Duration;

/**
 * How long a study may stay silent before it is decided.
 *
 * @param completeGrace an exam with all four views is decided this long after its last view
 * @param quietPeriod any other study is decided this long after its last instance
 */
public record AssemblyTimes(Duration completeGrace, Duration quietPeriod) {
    public static final AssemblyTimes DEFAULT = new AssemblyTimes(Duration.ofSeconds(3), Duration.ofSeconds(60));

    /** @throws IllegalArgumentException if a duration is negative or the grace is longer than the quiet period */
    public AssemblyTimes {
        if (completeGrace.isNegative() || quietPeriod.compareTo(completeGrace) < 0) {
            throw new IllegalArgumentException("0 <= completeGrace <= quietPeriod");
        }
    }
}
