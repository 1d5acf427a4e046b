package org.mammoclip.mammogram.finding;

import java.util.List;

/**
 * The place of a study in the reading list.
 *
 * @param priority what to do
 * @param score the study score, in [0, 1]: the largest {@link FindingScore#aligned}; 0 when not assessed
 */
public record Triage(Priority priority, double score) {
    /** The threshold of the study score: any finding at its own threshold is at this one. */
    public static final double THRESHOLD = 0.5;

    public static final Triage NOT_ASSESSED = new Triage(Priority.NOT_ASSESSED, 0);

    /** Reading priorities, most urgent first. A negative result is routine order, never a lower one. */
    public enum Priority {
        PRIORITISE,
        ROUTINE,
        NOT_ASSESSED
    }

    /** @throws IllegalArgumentException if the score is out of range or does not fit the priority */
    public Triage {
        if (!(score >= 0 && score <= 1)
                || (priority == Priority.PRIORITISE && score < THRESHOLD)
                || (priority == Priority.ROUTINE && score >= THRESHOLD)) {
            throw new IllegalArgumentException("priority and score disagree");
        }
    }

    /** @param scores of all findings and sides; none means that nothing could be assessed */
    public static Triage of(List<FindingScore> scores) {
        if (scores.isEmpty()) {
            return NOT_ASSESSED;
        }
        double score = scores.stream().mapToDouble(FindingScore::aligned).max().orElseThrow();
        return new Triage(score >= THRESHOLD ? Priority.PRIORITISE : Priority.ROUTINE, score);
    }
}
