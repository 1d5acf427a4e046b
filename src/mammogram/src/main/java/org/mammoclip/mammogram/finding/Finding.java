package org.mammoclip.mammogram.finding;

import static org.mammoclip.mammogram.finding.FindingCodes.sct;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.mammoclip.dicom.sr.CodedConcept;
import org.mammoclip.mammogram.PrivateCodes;

/**
 * A radiological finding that a model may score. The constants are those of the VinDr-Mammo annotation and the label of
 * the RSNA screening data; a site may define others.
 *
 * @param key permanent name in outputs, events and tracking identifiers: 1 to 63 of {@code a-z 0-9 _}, beginning with a
 *     letter
 * @param title the name for people, 1 to {@value #MAX_TITLE} characters
 * @param singleImage Single Image Finding and Detection Performed of the Mammography CAD SR: a code of CID 6014 that
 *     needs no description beyond a place
 * @param measured Finding (121071, DCM) of a TID 1500 measurement group, which no context group restricts
 */
public record Finding(String key, String title, CodedConcept singleImage, CodedConcept measured) {
    private static final int MAX_TITLE = 64;
    private static final Pattern KEY = Pattern.compile("[a-z][a-z0-9_]{0,62}");

    public static final Finding MASS =
            of("mass", "Mass", FindingCodes.DENSITY, sct("129788004", "Mammographic breast mass"));
    public static final Finding SUSPICIOUS_CALCIFICATION = of(
            "suspicious_calcification",
            "Suspicious Calcification",
            FindingCodes.CALCIFICATION_CLUSTER,
            FindingCodes.CALCIFICATION_CLUSTER);
    public static final Finding ARCHITECTURAL_DISTORTION = of(
            "architectural_distortion", "Architectural Distortion", FindingCodes.DISTORTION, FindingCodes.DISTORTION);
    public static final Finding FOCAL_ASYMMETRY = of(
            "focal_asymmetry",
            "Focal Asymmetry",
            FindingCodes.SELECTED_REGION,
            sct("129789007", "Focal asymmetric breast tissue"));
    public static final Finding ASYMMETRY =
            of("asymmetry", "Asymmetry", FindingCodes.SELECTED_REGION, sct("129790003", "Asymmetric breast tissue"));
    public static final Finding GLOBAL_ASYMMETRY = of(
            "global_asymmetry",
            "Global Asymmetry",
            FindingCodes.SELECTED_REGION,
            sct("129790003", "Asymmetric breast tissue"));
    public static final Finding SKIN_THICKENING =
            of("skin_thickening", "Skin Thickening", FindingCodes.SKIN_THICKENING, FindingCodes.SKIN_THICKENING);
    public static final Finding SKIN_RETRACTION =
            of("skin_retraction", "Skin Retraction", FindingCodes.SKIN_RETRACTION, FindingCodes.SKIN_RETRACTION);
    public static final Finding NIPPLE_RETRACTION =
            of("nipple_retraction", "Nipple Retraction", FindingCodes.NIPPLE, FindingCodes.NIPPLE_RETRACTION);
    public static final Finding SUSPICIOUS_LYMPH_NODE = of(
            "suspicious_lymph_node",
            "Suspicious Lymph Node",
            FindingCodes.AXILLARY_ADENOPATHY,
            FindingCodes.AXILLARY_ADENOPATHY);

    /**
     * What heads trained on biopsy outcomes score. A private code, because a public one would state a diagnosis that a
     * score is not.
     */
    public static final Finding MALIGNANCY = of(
            "malignancy",
            "Suspicion of Malignancy",
            FindingCodes.SELECTED_REGION,
            PrivateCodes.of("MALIGNANCYSUSP", "Suspicion of malignancy"));

    /** The findings of the VinDr-Mammo annotation. */
    public static final List<Finding> VINDR = List.of(
            MASS,
            SUSPICIOUS_CALCIFICATION,
            ARCHITECTURAL_DISTORTION,
            FOCAL_ASYMMETRY,
            ASYMMETRY,
            GLOBAL_ASYMMETRY,
            SKIN_THICKENING,
            SKIN_RETRACTION,
            NIPPLE_RETRACTION,
            SUSPICIOUS_LYMPH_NODE);

    /** @throws IllegalArgumentException if a part is out of its range or the reports could not state the code */
    public Finding {
        if (!KEY.matcher(key).matches()) {
            throw new IllegalArgumentException(
                    "finding key '" + key + "': use 1 to 63 of a-z, 0-9 and _, beginning with a letter");
        }
        if (title.isBlank() || title.length() > MAX_TITLE || title.chars().anyMatch(c -> c < ' ' || c == '\\')) {
            throw new IllegalArgumentException("title of finding " + key + ": use 1 to " + MAX_TITLE
                    + " characters without backslash or control characters");
        }
        if (!FindingCodes.isSingleImage(singleImage)) {
            throw new IllegalArgumentException("finding " + key + ": " + singleImage
                    + " cannot be stated as a single image finding (CID 6014); use " + FindingCodes.SELECTED_REGION
                    + " for what has no code there");
        }
        if (singleImage.isSameAs(FindingCodes.NIPPLE) && !measured.isSameAs(FindingCodes.NIPPLE_RETRACTION)) {
            throw new IllegalArgumentException(
                    "finding " + key + ": of a nipple only " + FindingCodes.NIPPLE_RETRACTION + " can be stated");
        }
    }

    private static Finding of(String key, String title, CodedConcept singleImage, CodedConcept measured) {
        return new Finding(key, title, singleImage, measured);
    }

    /** Whether the single image finding is a mere region, which the title then describes (TID 4013). */
    public boolean isSelectedRegion() {
        return singleImage.isSameAs(FindingCodes.SELECTED_REGION);
    }

    /** Whether the single image finding is a nipple, whose characteristic the measured code then is (TID 4012). */
    public boolean isNippleCharacteristic() {
        return singleImage.isSameAs(FindingCodes.NIPPLE);
    }

    /** One of the constants by key or title; case, spaces, hyphens and underscores do not matter. */
    public static Optional<Finding> named(String name) {
        String wanted = normal(name);
        return Stream.concat(VINDR.stream(), Stream.of(MALIGNANCY))
                .filter(finding -> normal(finding.key).equals(wanted)
                        || normal(finding.title).equals(wanted))
                .findFirst();
    }

    private static String normal(String name) {
        return name.replaceAll("[ _-]", "").toLowerCase(Locale.ROOT);
    }
}
