package org.mammoclip.mammoclip.reports;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The parts of a report that carry its meaning, as written, without their headings. A heading stands at the start of a line and
 * ends in a colon: history (also clinical or patient history), findings, impression, in either case, singular or plural. Any other
 * heading in capitals, such as TECHNIQUE, ends the section before it. A heading that comes twice adds to its section.
 *
 * @param history why the woman came; empty if absent
 * @param findings what is seen; empty if absent
 * @param impression what it means; empty if absent
 */
public record ReportSections(String history, String findings, String impression) {
    /** Longer input is not one mammography report. */
    public static final int MAX_CHARACTERS = 100_000;

    private static final Pattern HEADING = Pattern.compile(
            "^[ \\t]*(?:"
                    + "(?i:(?:clinical |patient )?(?<history>history)|(?<findings>findings?)|(?<impression>impressions?))"
                    + "|(?<other>[A-Z][A-Z /&-]{2,40}))[ \\t]*:",
            Pattern.MULTILINE);

    /**
     * @throws IllegalArgumentException if the text is longer than {@value #MAX_CHARACTERS} characters
     */
    public static ReportSections parse(String report) {
        if (report.length() > MAX_CHARACTERS) {
            throw new IllegalArgumentException(
                    "report of " + report.length() + " characters, at most " + MAX_CHARACTERS + " are read");
        }
        List<String> history = new ArrayList<>();
        List<String> findings = new ArrayList<>();
        List<String> impression = new ArrayList<>();
        List<String> current = new ArrayList<>();
        Matcher heading = HEADING.matcher(report);
        int from = 0;
        while (heading.find()) {
            add(current, report.substring(from, heading.start()));
            if (heading.group("history") != null) {
                current = history;
            } else if (heading.group("findings") != null) {
                current = findings;
            } else if (heading.group("impression") != null) {
                current = impression;
            } else {
                current = new ArrayList<>();
            }
            from = heading.end();
        }
        add(current, report.substring(from));
        return new ReportSections(join(history), join(findings), join(impression));
    }

    /** Whether there is nothing to learn from. */
    public boolean isEmpty() {
        return findings.isBlank() && impression.isBlank();
    }

    private static void add(List<String> section, String text) {
        if (!text.isBlank()) {
            section.add(text.strip());
        }
    }

    private static String join(List<String> parts) {
        return String.join("\n", parts);
    }
}
