package org.mammoclip.mammogram.finding;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A radiological finding that a model may score, by the names of the VinDr-Mammo annotation. */
public enum Finding {
    MASS("Mass"),
    SUSPICIOUS_CALCIFICATION("Suspicious Calcification"),
    ARCHITECTURAL_DISTORTION("Architectural Distortion"),
    FOCAL_ASYMMETRY("Focal Asymmetry"),
    ASYMMETRY("Asymmetry"),
    GLOBAL_ASYMMETRY("Global Asymmetry"),
    SKIN_THICKENING("Skin Thickening"),
    SKIN_RETRACTION("Skin Retraction"),
    NIPPLE_RETRACTION("Nipple Retraction"),
    SUSPICIOUS_LYMPH_NODE("Suspicious Lymph Node");

    private final String title;

    Finding(String title) {
        this.title = title;
    }

    /** The name in plain words. */
    public String title() {
        return title;
    }

    /** By title or constant name; case, spaces, hyphens and underscores do not matter. */
    public static Optional<Finding> named(String name) {
        String key = normal(name);
        return Arrays.stream(values())
                .filter(finding -> normal(finding.name()).equals(key))
                .findFirst();
    }

    private static String normal(String name) {
        return name.replaceAll("[ _-]", "").toUpperCase(Locale.ROOT);
    }
}
