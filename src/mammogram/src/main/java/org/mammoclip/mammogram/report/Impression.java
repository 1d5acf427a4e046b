package org.mammoclip.mammogram.report;

import java.util.Locale;
import org.mammoclip.mammogram.finding.Triage;

/** The study-level sentence. Fixed grammar: no diagnosis, no BI-RADS category, no recommendation but the order of reading. */
final class Impression {
    private Impression() {}

    static String of(TriageReport report) {
        Triage triage = report.triage();
        String sentence = switch (triage.priority()) {
            case PRIORITISE -> scored("prioritise reading", triage);
            case ROUTINE -> scored("routine order", triage);
            case NOT_ASSESSED -> "AI triage: not assessed (" + triage.reason() + ").";
        };
        String shortcoming = report.shortcoming();
        boolean repeated = shortcoming.isEmpty() || shortcoming.equals(triage.reason());
        return sentence + (repeated ? "" : " Partial: " + shortcoming + ".") + " " + ResultHeader.caution(report) + ".";
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
