package org.mammoclip.mammogram.select;

import java.util.regex.Pattern;

/**
 * What a site may change about selection.
 *
 * @param lenientText whether side and view may be read from descriptions when no attribute tells them
 * @param lmoAsMlo whether a latero-medial oblique view (pacemaker, pectus) fills the MLO slot
 * @param raw what happens with For Processing images
 * @param synthetic2d what happens with synthetic 2D images
 * @param legacyFilm whether Secondary Captures with Modality MG (digitised film) count as images
 * @param skipDiagnostic whether a diagnostic study is ineligible: the intended use is screening
 * @param qualityControlPatient Patient ID or name of phantoms
 * @param maxImagesPerSide images scored per side; those beyond it are left out
 */
public record SelectionRules(
        boolean lenientText,
        boolean lmoAsMlo,
        Raw raw,
        Synthetic2d synthetic2d,
        boolean legacyFilm,
        boolean skipDiagnostic,
        Pattern qualityControlPatient,
        int maxImagesPerSide) {
    /** What happens with For Processing images. */
    public enum Raw {
        /** Kept, never analysed. */
        KEEP,
        /** Analysed like For Presentation images. */
        ALLOW
    }

    /** What happens with synthetic 2D images. */
    public enum Synthetic2d {
        /** Kept, never analysed. */
        EXCLUDE,
        /** Analysed where no acquired image fills the slot. */
        FALLBACK
    }

    private static final Pattern PHANTOM = Pattern.compile("(?i)(^|[^A-Z])(PHANTOM|QUALITY ?CONTROL)([^A-Z]|$)");

    /** Strict reading, raw kept, synthetic as fallback, diagnostic studies skipped, eight images a side. */
    public static final SelectionRules DEFAULT =
            new SelectionRules(false, false, Raw.KEEP, Synthetic2d.FALLBACK, false, true, PHANTOM, 8);

    /** @throws IllegalArgumentException if no image per side would be scored */
    public SelectionRules {
        if (maxImagesPerSide < 1) {
            throw new IllegalArgumentException("at least one image per side");
        }
    }
}
