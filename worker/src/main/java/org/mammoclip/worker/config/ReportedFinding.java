package org.mammoclip.worker.config;

import org.jspecify.annotations.Nullable;
import org.mammoclip.dicom.sr.CodedConcept;
import org.mammoclip.mammoclip.FindingDefinition;
import org.mammoclip.mammogram.finding.Finding;

/** How reports state a finding of the findings file: by the codes it gives, or by the product's own. */
final class ReportedFinding {
    private static final int MAX_VALUE = 16;
    private static final int MAX_MEANING = 64;

    /** Null where the file gives none. */
    private record Codes(
            @Nullable CodedConcept singleImage, @Nullable CodedConcept measured) {}

    private ReportedFinding() {}

    /**
     * What cannot be reported is a noted problem and a placeholder here.
     *
     * @param definition of another key if the finding has a noted problem already
     */
    static Finding read(Section section, String key, FindingDefinition definition) {
        Codes codes = section.section(
                "codes",
                inner -> new Codes(
                        inner.optionalSection(
                                "singleImage",
                                "in the Mammography CAD SR, of CID 6014; needed for a finding the product does not know",
                                ReportedFinding::code),
                        inner.optionalSection(
                                "measured",
                                "in the TID 1500 report; needed for a finding the product does not know",
                                ReportedFinding::code)));
        if (!definition.key().equals(key)) {
            return Finding.MASS;
        }
        Finding known = Finding.named(key).orElse(null);
        CodedConcept singleImage =
                codes.singleImage() != null || known == null ? codes.singleImage() : known.singleImage();
        CodedConcept measured = codes.measured() != null || known == null ? codes.measured() : known.measured();
        if (singleImage == null || measured == null) {
            section.problem(
                    "",
                    "the product has no codes for '" + key + "'; give codes.singleImage (Selected region, 111099, DCM,"
                            + " where no other fits) and codes.measured");
            return Finding.MASS;
        }
        try {
            return new Finding(key, definition.title(), singleImage, measured);
        } catch (IllegalArgumentException e) {
            section.problem("codes", String.valueOf(e.getMessage()));
            return Finding.MASS;
        }
    }

    private static CodedConcept code(Section section) {
        return new CodedConcept(
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
