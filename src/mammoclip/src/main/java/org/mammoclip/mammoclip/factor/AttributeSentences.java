package org.mammoclip.mammoclip.factor;

import java.util.ArrayList;
import java.util.List;

/**
 * The sentences whose mean is an attribute's direction, from the reference's grammar: opener, qualifier, noun and a place in a breast
 * (nine positions, two sides, three depths). Always the same order.
 *
 * <p>The reference's calcification list holds 794 of the 810 combinations and leaves 16 out without a rule; which ones is not known,
 * so all are here.
 */
public final class AttributeSentences {
    private static final List<String> POSITIONS = List.of(
            "upper",
            "lower",
            "inner",
            "outer",
            "upper outer",
            "upper inner",
            "lower outer",
            "lower inner",
            "subareolar");
    private static final List<String> SIDES = List.of("left", "right");
    private static final List<String> DEPTHS = List.of("anterior", "mid", "posterior");

    private static final List<String> MASS_QUALIFIERS = List.of(
            "suspicious",
            "possible",
            "questioned",
            "questionable",
            "obscured",
            "indeterminant",
            "irregular",
            "spiculated",
            "new");
    private static final List<String> CALCIFICATION_QUALIFIERS = List.of("suspicious", "possible", "questionable");
    private static final List<String> CALCIFICATION_SUBTYPES =
            List.of("new", "grouped", "clustered", "segmental", "linear");

    private AttributeSentences() {}

    /** 486 sentences, as in "there is a spiculated mass in the upper outer left breast at mid depth". */
    public static List<String> mass() {
        List<String> sentences = new ArrayList<>();
        for (String qualifier : MASS_QUALIFIERS) {
            addEverywhere(sentences, "there is a " + qualifier + " mass");
        }
        return List.copyOf(sentences);
    }

    /** 810 sentences, as in "there are suspicious grouped calcifications in the lower right breast at anterior depth". */
    public static List<String> suspiciousCalcification() {
        List<String> sentences = new ArrayList<>();
        for (String qualifier : CALCIFICATION_QUALIFIERS) {
            for (String subtype : CALCIFICATION_SUBTYPES) {
                addEverywhere(sentences, "there are " + qualifier + " " + subtype + " calcifications");
            }
        }
        return List.copyOf(sentences);
    }

    private static void addEverywhere(List<String> sentences, String what) {
        for (String position : POSITIONS) {
            for (String side : SIDES) {
                for (String depth : DEPTHS) {
                    sentences.add(what + " in the " + position + " " + side + " breast at " + depth + " depth");
                }
            }
        }
    }
}
