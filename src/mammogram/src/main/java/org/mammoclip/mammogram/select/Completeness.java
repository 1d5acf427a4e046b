package org.mammoclip.mammogram.select;

import java.time.Instant;
import java.util.List;

/** When an exam is complete, and which of its images are scored. */
public final class Completeness {
    private Completeness() {}

    /** @param now the decision time; {@link Assembly.Waiting} says when to ask again */
    public static Assembly decide(
            List<DecidedInstance> instances, SelectionRules rules, AssemblyTimes times, Instant now) {
        return new Assembly.Waiting(now);
    }

    /** Decides at once, for a study that is known to be whole: never {@link Assembly.Waiting}. */
    public static Assembly decideNow(List<DecidedInstance> instances, SelectionRules rules) {
        return new Assembly.Ineligible(IneligibleReason.NO_MAMMOGRAM, "not decided", List.of());
    }
}
