package org.mammoclip.worker.config;

import java.util.List;

/**
 * What is written for a study.
 *
 * @param profile triage makes no marks and no maps; full does; research adds raw values
 * @param structuredReports kinds of SR, in the order they are sent
 * @param secondaryCapture whether an attribution overlay is written for each image
 * @param disclaimer stands in every output
 */
public record OutputsConfig(
        Profile profile, List<ReportKind> structuredReports, boolean secondaryCapture, String disclaimer) {
    /** Longest disclaimer, in characters; it must fit a banner. */
    public static final int MAX_DISCLAIMER = 60;

    public OutputsConfig {
        structuredReports = List.copyOf(structuredReports);
    }

    /** Output profiles. */
    public enum Profile {
        TRIAGE,
        FULL,
        RESEARCH
    }

    /** Kinds of structured report. */
    public enum ReportKind {
        MAMMOGRAPHY_CAD,
        TID1500
    }

    static OutputsConfig read(Section section) {
        OutputsConfig outputs = new OutputsConfig(
                section.choice(
                        "profile",
                        Profile.class,
                        Profile.FULL,
                        "triage: exam-level result only, no marks and no maps; full: with both; research: with raw values"),
                section.choices(
                        "structuredReport",
                        ReportKind.class,
                        List.of(ReportKind.MAMMOGRAPHY_CAD, ReportKind.TID1500),
                        "which structured reports are written"),
                section.flag("secondaryCapture", true, "whether attribution overlays are written"),
                section.value(
                        "disclaimer",
                        "a text of 1 to " + MAX_DISCLAIMER + " printable ASCII characters",
                        "Research use only - not for diagnosis",
                        "Research use only - not for diagnosis",
                        text -> {
                            if (!text.matches("[ -~&&[^\\\\]]{1," + MAX_DISCLAIMER + "}") || text.isBlank()) {
                                throw new IllegalArgumentException("not printable or too long");
                            }
                            return text;
                        },
                        "stands in every output"));
        if (outputs.profile() == Profile.TRIAGE) {
            if (outputs.secondaryCapture()) {
                section.problem("secondaryCapture", "profile triage makes no maps; set it to false");
            }
            if (outputs.structuredReports().contains(ReportKind.MAMMOGRAPHY_CAD)) {
                section.problem("structuredReport", "profile triage makes no marks; leave only tid1500");
            }
        }
        return outputs;
    }
}
