package org.mammoclip.mammogram.finding;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * When an exam is to be read first: when any of its conditions is met by the score of the exam.
 *
 * @param conditions at least one
 */
public record TriageRule(List<Condition> conditions) {
    public static final int MAX_CONDITIONS = 64;

    /**
     * One way to be read first.
     *
     * @param finding what is looked at
     * @param atLeast the score of the exam from which on the condition is met, in (0, 1)
     */
    public record Condition(Finding finding, double atLeast) {
        /** @throws IllegalArgumentException if the threshold is out of range or NaN */
        public Condition {
            if (!(atLeast > 0 && atLeast < 1)) {
                throw new IllegalArgumentException(
                        "triage by " + finding.key() + ": the threshold lies in (0, 1), not " + atLeast);
            }
        }
    }

    /** @throws IllegalArgumentException if there is no condition, or more than {@value #MAX_CONDITIONS} */
    public TriageRule {
        conditions = List.copyOf(conditions);
        if (conditions.isEmpty() || conditions.size() > MAX_CONDITIONS) {
            throw new IllegalArgumentException(
                    conditions.size() + " triage conditions: 1 to " + MAX_CONDITIONS + " are allowed");
        }
    }

    /** Any finding at its own threshold. */
    public static TriageRule anyFinding(Map<Finding, Double> thresholds) {
        List<Condition> conditions = new ArrayList<>();
        thresholds.forEach((finding, threshold) -> conditions.add(new Condition(finding, threshold)));
        return new TriageRule(conditions);
    }

    /**
     * The place of an exam.
     *
     * @param scores of every finding that a condition names, once each
     * @throws IllegalArgumentException if a finding has no score
     */
    public Triage judge(List<ExamScore> scores) {
        List<TriageEvidence> evidence = conditions.stream()
                .map(condition -> new TriageEvidence(scoreOf(condition.finding(), scores), condition.atLeast()))
                .sorted(Comparator.comparingDouble(TriageEvidence::aligned).reversed())
                .toList();
        List<TriageEvidence> met =
                evidence.stream().filter(TriageEvidence::isMet).toList();
        double score = evidence.get(0).aligned();
        return met.isEmpty()
                ? new Triage(Triage.Priority.ROUTINE, score, "", evidence.subList(0, 1))
                : new Triage(Triage.Priority.PRIORITISE, score, "", met);
    }

    private static ExamScore scoreOf(Finding finding, List<ExamScore> scores) {
        return scores.stream()
                .filter(score -> score.finding().equals(finding))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no score for " + finding.key()));
    }
}
