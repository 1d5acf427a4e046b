package org.mammoclip.mammogram.finding;

import java.util.List;

/**
 * The place of a study in the reading list.
 *
 * @param priority what to do
 * @param score the study score, in [0, 1]: the largest score of a condition of the rule, on the scale on which every
 *     threshold is 0.5; 0 when not assessed. No probability
 * @param reason why it was not assessed, without patient data; empty otherwise
 * @param evidence the conditions that are met, strongest first; of a routine study the one that came nearest; empty when
 *     not assessed
 */
public record Triage(Priority priority, double score, String reason, List<TriageEvidence> evidence) {
    /** The threshold of the study score: any condition at its own threshold is at this one. */
    public static final double THRESHOLD = 0.5;

    /** Reading priorities, most urgent first. A negative result is routine order, never a lower one. */
    public enum Priority {
        PRIORITISE,
        ROUTINE,
        NOT_ASSESSED
    }

    /** @throws IllegalArgumentException if score, reason or evidence do not fit the priority */
    public Triage {
        evidence = List.copyOf(evidence);
        boolean fits = switch (priority) {
            case PRIORITISE ->
                score >= THRESHOLD
                        && score <= 1
                        && reason.isEmpty()
                        && !evidence.isEmpty()
                        && evidence.stream().allMatch(TriageEvidence::isMet);
            case ROUTINE ->
                score >= 0
                        && score < THRESHOLD
                        && reason.isEmpty()
                        && evidence.size() == 1
                        && !evidence.get(0).isMet();
            case NOT_ASSESSED -> score == 0 && !reason.isBlank() && evidence.isEmpty();
        };
        if (!fits) {
            throw new IllegalArgumentException("priority, score, reason and evidence disagree");
        }
    }

    public static Triage notAssessed(String reason) {
        return new Triage(Priority.NOT_ASSESSED, 0, reason, List.of());
    }
}
