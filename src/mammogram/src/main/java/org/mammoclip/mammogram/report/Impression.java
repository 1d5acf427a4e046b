package org.mammoclip.mammogram.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.mammoclip.mammogram.finding.Triage;
import org.mammoclip.mammogram.finding.TriageEvidence;

/**
 * The study-level text: the order of reading, why, what is missing, and what to know about the images and the model.
 * Fixed grammar: no diagnosis, no BI-RADS category, no recommendation but the order of reading.
 */
final class Impression {
    private Impression() {}

    static String of(TriageReport report) {
        Triage triage = report.triage();
        String sentence = switch (triage.priority()) {
            case PRIORITISE -> scored("prioritise reading", triage);
            case ROUTINE -> scored("routine order", triage);
            case NOT_ASSESSED -> "AI triage: not assessed (" + triage.reason() + ").";
        };
        List<String> sentences = new ArrayList<>(List.of(sentence));
        sentences.addAll(evidence(triage));
        String shortcoming = report.shortcoming();
        if (!shortcoming.isEmpty() && !shortcoming.equals(triage.reason())) {
            sentences.add("Partial: " + shortcoming + ".");
        }
        report.notes().forEach(note -> sentences.add(ResultHeader.sentence(note) + "."));
        sentences.add(ResultHeader.caution(report) + ".");
        return String.join(" ", sentences);
    }

    /** Which finding of which breast and image the order follows from, beside the threshold it was compared with. */
    private static List<String> evidence(Triage triage) {
        String opening = triage.priority() == Triage.Priority.PRIORITISE ? "Because of " : "Nearest to a threshold: ";
        List<String> sentences = new ArrayList<>();
        for (TriageEvidence evidence : triage.evidence()) {
            sentences.add((sentences.isEmpty() ? opening : "Also ") + evidence.words() + ".");
        }
        return sentences;
    }

    private static String scored(String order, Triage triage) {
        return String.format(
                Locale.ROOT,
                "AI triage: %s. Study score %.3f, threshold %.3f.",
                order,
                triage.score(),
                Triage.THRESHOLD);
    }

    /** A score in [0, 1] as percent, to one decimal. */
    static double percent(double score) {
        return Math.round(score * 1000) / 10.0;
    }
}
