package org.mammoclip.mammogram.finding;

import java.util.List;

/**
 * The place of a study in the reading list.
 *
 * @param priority what to do
 * @param score the study score, in [0, 1]: the largest {@link FindingScore#aligned}; 0 when not assessed
 * @param reason why it was not assessed, without patient data; empty otherwise
 */
public record Triage(Priority priority, double score, String reason) {
    /** The threshold of the study score: any finding at its own threshold is at this one. */
    public static final double THRESHOLD = 0.5;

    /** Reading priorities, most urgent first. A negative result is routine order, never a lower one. */
    public enum Priority {
        PRIORITISE,
        ROUTINE,
        NOT_ASSESSED
    }

    /** @throws IllegalArgumentException if score or reason do not fit the priority */
    public Triage {
        boolean fits = switch (priority) {
            case PRIORITISE -> score >= THRESHOLD && score <= 1 && reason.isEmpty();
            case ROUTINE -> score >= 0 && score < THRESHOLD && reason.isEmpty();
            case NOT_ASSESSED -> score == 0 && !reason.isBlank();
        };
        if (!fits) {
            throw new IllegalArgumentException("priority, score and reason disagree");
        }
    }

    public static Triage notAssessed(String reason) {
        return new Triage(Priority.NOT_ASSESSED, 0, reason);
    }

    /**
     * @param scores of all findings and sides, at least one
     * @throws IllegalArgumentException if there is none
     */
    public static Triage of(List<FindingScore> scores) {
        double score = scores.stream()
                .mapToDouble(FindingScore::aligned)
                .max()
                .orElseThrow(() -> new IllegalArgumentException("no scores"));
        return new Triage(score >= THRESHOLD ? Priority.PRIORITISE : Priority.ROUTINE, score, "");
    }
}
