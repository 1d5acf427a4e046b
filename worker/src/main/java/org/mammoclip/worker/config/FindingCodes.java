package org.mammoclip.worker.config;

import org.jspecify.annotations.Nullable;

/**
 * The codes of a finding in reports, as the findings file gives them.
 *
 * @param singleImage Single Image Finding of the Mammography CAD SR; null: the product's own, if it knows the finding
 * @param measured Finding of the TID 1500 report; null: as before
 */
public record FindingCodes(
        @Nullable Code singleImage, @Nullable Code measured) {
    private static final int MAX_VALUE = 16;
    private static final int MAX_MEANING = 64;

    /** A coded entry (PS3.3 8.8). */
    public record Code(String value, String scheme, String meaning) {}

    static FindingCodes read(Section section) {
        return new FindingCodes(
                section.optionalSection("singleImage", "in the Mammography CAD SR (CID 6014)", FindingCodes::code),
                section.optionalSection("measured", "in the TID 1500 report", FindingCodes::code));
    }

    private static Code code(Section section) {
        return new Code(
                text(section, "value", MAX_VALUE, "code value"),
                text(section, "scheme", MAX_VALUE, "coding scheme designator, as in SCT or DCM"),
                text(section, "meaning", MAX_MEANING, "code meaning"));
    }

    private static String text(Section section, String key, int max, String description) {
        return section.required(
                key,
                "1 to " + max + " characters without backslash",
                "unnamed",
                text -> {
                    if (text.isBlank() || text.length() > max || text.chars().anyMatch(c -> c < ' ' || c == '\\')) {
                        throw new IllegalArgumentException("too long or unprintable");
                    }
                    return text;
                },
                description);
    }
}
