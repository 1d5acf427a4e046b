package org.mammoclip.phantom;

import java.util.ArrayList;
import java.util.List;
import org.mammoclip.mammoclip.random.SplitMix64;

/** Ways of saying things. Draws from one generator in a fixed order; not thread-safe. */
final class ReportPhrases {
    private final SplitMix64 random;

    ReportPhrases(SplitMix64 random) {
        this.random = random;
    }

    String history(int age) {
        return one(
                "Routine screening mammogram of a " + age + "-year-old woman.",
                "Screening. Age " + age + ". No complaints.",
                age + "-year-old, annual screening, no palpable finding reported.",
                "Asymptomatic woman, " + age + " years, for screening.");
    }

    String density(Density density) {
        return switch (density) {
            case A ->
                one(
                        "The breasts are almost entirely fatty.",
                        "Breast composition is category A, almost entirely fat.",
                        "Both breasts consist almost entirely of fatty tissue.");
            case B ->
                one(
                        "There are scattered areas of fibroglandular density.",
                        "Scattered fibroglandular densities are present in both breasts.",
                        "Breast composition is category B with scattered fibroglandular tissue.");
            case C ->
                one(
                        "The breast tissue is heterogeneously dense, which may obscure small masses.",
                        "Heterogeneously dense breasts.",
                        "Breast composition is category C, heterogeneously dense.");
            case D ->
                one(
                        "The breasts are extremely dense, which lowers the sensitivity of mammography.",
                        "Extremely dense breast tissue on both sides.",
                        "Breast composition is category D, extremely dense.");
        };
    }

    String implant(Breast breast) {
        String side = side(breast);
        return one(
                "A " + side + " breast implant is in place.",
                "There is an intact " + side + " implant.",
                "Implant in the " + side + " breast without visible complication.");
    }

    String lesion(Lesion lesion, Breast breast) {
        String where = PhantomReport.where(lesion, breast);
        String place = random.nextDouble() < 0.6
                ? where + " at " + PhantomReport.depth(lesion, breast) + " depth"
                : where + " at the " + PhantomReport.clock(lesion, breast) + " o'clock position";
        return switch (lesion.kind()) {
            case MASS -> mass(lesion, place);
            case CALCIFICATION -> calcifications(lesion, place);
            case DISTORTION ->
                one(
                        "There is an area of architectural distortion in the " + place + ".",
                        "Architectural distortion without a central mass is seen in the " + place + ".",
                        "Lines of tissue converge in the " + place + ", suspicious for architectural distortion.");
            case FOCAL_ASYMMETRY ->
                one(
                        "There is a focal asymmetry in the " + place + ".",
                        "A focal asymmetry is visible on both views in the " + place + ".",
                        "Focal asymmetric tissue in the " + place + ".");
            case ASYMMETRY ->
                one(
                        "There is an asymmetry in the " + side(breast) + " breast, seen on one view only.",
                        "One-view asymmetry in the " + side(breast) + " breast, " + onlyView(lesion) + " projection.",
                        "An asymmetry is visible only on the " + onlyView(lesion) + " view of the " + side(breast)
                                + " breast.");
            case GLOBAL_ASYMMETRY ->
                one(
                        "There is a global asymmetry of the " + side(breast) + " breast.",
                        "More fibroglandular tissue in the " + side(breast)
                                + " breast than in the other, global asymmetry.",
                        "Global asymmetry, " + side(breast) + " breast.");
            case LYMPH_NODE ->
                one(
                        "There is an enlarged lymph node in the " + where + ".",
                        "A dense lymph node without fatty hilum lies in the " + where + ", suspicious.",
                        "Suspicious lymph node in the " + where + ".");
            case NIPPLE_RETRACTION ->
                one(
                        "There is nipple retraction on the " + side(breast) + ".",
                        "The " + side(breast) + " nipple is retracted.",
                        "Retraction of the " + side(breast) + " nipple is noted.");
            case SKIN_THICKENING ->
                one(
                        "There is skin thickening of the " + side(breast) + " breast.",
                        "The skin of the " + side(breast) + " breast is diffusely thickened.",
                        "Diffuse skin thickening, " + side(breast) + " breast.");
        };
    }

    private String mass(Lesion lesion, String place) {
        String shape = PhantomReport.lower(lesion.shape().orElse(MassShape.OVAL));
        String margin = PhantomReport.lower(lesion.margin().orElse(MassMargin.CIRCUMSCRIBED));
        long size = Math.round(2 * lesion.radiusMm());
        return one(
                "There is " + article(shape) + " mass with " + margin + " margins in the " + place + ".",
                capital(article(shape)) + ", " + margin + " mass of about " + size + " mm is seen in the " + place
                        + ".",
                "In the " + place + " there is a " + size + " mm mass, " + shape + " with " + margin + " margins.",
                capital(article(margin)) + " " + shape + " mass measuring " + size + " mm lies in the " + place + ".",
                "Mass in the " + place + ", " + shape + ", " + margin + ", " + size + " mm.");
    }

    private String calcifications(Lesion lesion, String place) {
        String form = lesion.form().orElse(CalcificationForm.PUNCTATE).words();
        String spread = lesion.spread().orElse(CalcificationSpread.GROUPED).words();
        return one(
                "There are suspicious " + form + " calcifications in a " + spread + " distribution in the " + place
                        + ".",
                "Suspicious " + spread + " calcifications, " + form + ", are seen in the " + place + ".",
                "In the " + place + " there are " + spread + " " + form + " calcifications, suspicious.",
                capital(form) + " calcifications are present in the " + place + " with " + spread + " distribution.");
    }

    /** What the breast does not have of what readers look for. */
    List<String> denials(Breast breast) {
        String side = side(breast);
        List<String> sentences = new ArrayList<>();
        if (breast.lesions().isEmpty()) {
            sentences.add(one(
                    "No suspicious mass, calcification or architectural distortion is seen in the " + side + " breast.",
                    "The " + side + " breast is unremarkable.",
                    "There is no mammographic evidence of malignancy in the " + side + " breast.",
                    "In the " + side + " breast there are no suspicious findings.",
                    "There are no suspicious masses, calcifications or distortion on the " + side + "."));
            return sentences;
        }
        if (!breast.has(LesionKind.MASS) && random.nextDouble() < 0.7) {
            sentences.add(one(
                    "There is no mass in the " + side + " breast.",
                    "No suspicious mass on the " + side + ".",
                    "A " + side + " breast mass is not seen."));
        }
        if (!breast.has(LesionKind.CALCIFICATION) && random.nextDouble() < 0.7) {
            sentences.add(one(
                    "There are no suspicious calcifications in the " + side + " breast.",
                    "No suspicious calcifications on the " + side + ".",
                    "Suspicious calcifications of the " + side + " breast are not identified."));
        }
        return sentences;
    }

    String impression(Breast breast) {
        String side = side(breast);
        if (breast.lesions().isEmpty()) {
            return one(
                    "No evidence of malignancy in the " + side + " breast.",
                    "Negative " + side + " mammogram.",
                    "The " + side + " breast is without suspicious findings.");
        }
        List<String> names = new ArrayList<>();
        for (Lesion lesion : breast.lesions()) {
            names.add(
                    switch (lesion.kind()) {
                        case MASS -> "mass";
                        case CALCIFICATION -> "suspicious calcifications";
                        case DISTORTION -> "architectural distortion";
                        case FOCAL_ASYMMETRY -> "focal asymmetry";
                        case ASYMMETRY -> "asymmetry";
                        case GLOBAL_ASYMMETRY -> "global asymmetry";
                        case LYMPH_NODE -> "suspicious lymph node";
                        case NIPPLE_RETRACTION -> "nipple retraction";
                        case SKIN_THICKENING -> "skin thickening";
                    });
        }
        String named = String.join(" and ", names);
        return one(
                "Further imaging of the " + side + " breast is recommended for the " + named + ".",
                "In the " + side + " breast, " + named + ", additional evaluation is needed.",
                "Recall for " + named + " of the " + side + " breast.");
    }

    private static String onlyView(Lesion lesion) {
        return lesion.views().iterator().next().position();
    }

    private static String side(Breast breast) {
        return breast.left() ? "left" : "right";
    }

    private static String article(String word) {
        return ("aeio".indexOf(word.charAt(0)) >= 0 ? "an " : "a ") + word;
    }

    private static String capital(String phrase) {
        return Character.toUpperCase(phrase.charAt(0)) + phrase.substring(1);
    }

    private String one(String... alternatives) {
        return alternatives[random.nextInt(alternatives.length)];
    }
}
